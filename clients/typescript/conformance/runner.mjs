// Works the commands of the conformance suite through the public API: a JSON object a line on standard input, one a
// line on standard output. See clients/conformance/README.md. Its argument is the address of the gateway.
import { createInterface } from 'node:readline';
import {
  AgentError,
  ApiError,
  ConflictError,
  ForbiddenError,
  GatewayUnreachableError,
  InternalError,
  MetaForgeClient,
  NotFoundError,
  RateLimitedError,
  RunTimeoutError,
  ToolError,
  UnauthorizedError,
  UnavailableError,
  ValidationError,
  WaitTimeoutError,
} from '../dist/esm/index.js';

// The first class that fits names the error.
const TYPES = [
  [ValidationError, 'validation'],
  [UnauthorizedError, 'unauthorized'],
  [ForbiddenError, 'forbidden'],
  [NotFoundError, 'not_found'],
  [ConflictError, 'conflict'],
  [RateLimitedError, 'rate_limited'],
  [AgentError, 'agent'],
  [ToolError, 'tool'],
  [RunTimeoutError, 'timeout'],
  [UnavailableError, 'unavailable'],
  [InternalError, 'internal'],
  [ApiError, 'api'],
  [GatewayUnreachableError, 'unreachable'],
  [WaitTimeoutError, 'wait_timeout'],
  [TypeError, 'invalid_argument'],
];

const url = process.argv[2];
if (url === undefined) {
  process.stderr.write('usage: node runner.mjs URL\n');
  process.exit(2);
}

let client = new MetaForgeClient(url);
const sessions = new Map();
const streams = new Map();

function named(map, name) {
  const value = map.get(name);
  if (value === undefined) throw new TypeError(`nothing is named ${JSON.stringify(name)}`);
  return value;
}

function milliseconds(seconds) {
  return seconds === undefined ? undefined : seconds * 1000;
}

function keep(name, session) {
  sessions.set(name, session);
  return { id: session.id, status: session.status };
}

async function take({ stream, count, timeout_s = 30, delay_ms = 0 }) {
  const source = named(streams, stream);
  const events = [];
  let late;
  const end = new Promise((resolve) => {
    late = setTimeout(resolve, timeout_s * 1000);
  });
  try {
    while (events.length < count) {
      // An event that comes after the time is over belongs to the next command, so its promise is kept.
      source.next ??= source.events.next();
      const result = await Promise.race([source.next, end]);
      if (result === undefined) break;
      source.next = undefined;
      if (result.done) break;
      const { id, event, data } = result.value;
      events.push({ id, event, session_id: data.session_id });
      if (delay_ms > 0) await new Promise((resolve) => setTimeout(resolve, delay_ms));
    }
  } catch (error) {
    source.next = undefined;
    throw error;
  } finally {
    clearTimeout(late);
  }
  return { events };
}

const commands = {
  connect({ api_key, timeout_s, retries, url: other }) {
    client = new MetaForgeClient(other ?? url, {
      apiKey: api_key,
      timeout: milliseconds(timeout_s),
      retries,
    });
    return {};
  },
  async health() {
    return { status: (await client.health()).status };
  },
  async skills() {
    return { names: (await client.skills()).map((skill) => skill.name) };
  },
  async status() {
    return { version: (await client.status()).version };
  },
  async run_skill({ skill, files, args, revises, as }) {
    return keep(as, await client.runSkill(skill, { files, args, revises }));
  },
  async revise({ session, as }) {
    return keep(as, await named(sessions, session).revise());
  },
  async create({ skill, files, as }) {
    return keep(as, await client.createSession(skill, { files }));
  },
  async run({ session }) {
    return { status: (await named(sessions, session).run()).status };
  },
  async attach({ session_id, as }) {
    return keep(as, await client.session(session_id));
  },
  async wait({ session, timeout_s }) {
    let progress = 0;
    const done = await named(sessions, session).waitForCompletion({
      timeout: milliseconds(timeout_s),
      onProgress: () => {
        progress++;
      },
    });
    return { status: done.status, progress };
  },
  async refresh({ session }) {
    const handle = named(sessions, session);
    const { revises, revised_by, warnings = [] } = await handle.refresh();
    return {
      status: handle.status,
      error_code: handle.error?.code,
      revises,
      revised_by,
      warnings: warnings.map((warning) => warning.code),
    };
  },
  async approve({ session, comment, only, digest }) {
    const { status, applied, artifacts } = await named(sessions, session).approve({ comment, only, digest });
    return { status, applied, artifacts };
  },
  async reject({ session, reason }) {
    const answer = await named(sessions, session).reject(reason);
    return { status: answer.status, reason: answer.reason };
  },
  async cancel({ session }) {
    return { status: (await named(sessions, session).cancel()).status };
  },
  async delete({ session }) {
    return { deleted: (await named(sessions, session).delete()).deleted };
  },
  async artifacts({ session }) {
    const artifacts = await named(sessions, session).artifacts();
    return { paths: artifacts.map((artifact) => artifact.path).sort() };
  },
  async artifact({ session, path }) {
    return { text: new TextDecoder().decode(await named(sessions, session).artifact(path)) };
  },
  async diff({ session, against }) {
    return { text: await named(sessions, session).diff({ against }) };
  },
  async pending() {
    return { sessions: (await client.pending()).pending.map((each) => each.session_id) };
  },
  async sessions({ status, limit, offset }) {
    const page = await client.sessions({ status, limit, offset });
    return { ids: page.sessions.map((each) => each.id), total: page.total };
  },
  async events_open({ as, session, after }) {
    const of = session === undefined ? undefined : named(sessions, session);
    const events =
      of === undefined || after === undefined
        ? client.events({ after, session: of?.id })
        : of.events({ after });
    await events.ready;
    // Asked for already, so that the connection is there.
    const next = events.next();
    next.catch(() => undefined);
    streams.set(as, { events, next });
    return {};
  },
  events_take: take,
  async events_close({ stream }) {
    await named(streams, stream).events.return();
    return {};
  },
};

function described(error) {
  const type = TYPES.find(([kind]) => error instanceof kind)?.[1] ?? `unexpected: ${error?.name}`;
  const { code, status, details, sessionId, message } = error ?? {};
  return { type, code, status, message, details, session_id: sessionId };
}

async function work(line) {
  const { id, do: name, ...parameters } = JSON.parse(line);
  let answer;
  try {
    const command = commands[name];
    if (command === undefined) throw new TypeError(`there is no command ${JSON.stringify(name)}`);
    answer = { id, ok: await command(parameters) };
  } catch (error) {
    answer = { id, error: described(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

const working = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const task = work(line).finally(() => working.delete(task));
  working.add(task);
}
// What is still under way has nobody to tell.
process.exit(0);
