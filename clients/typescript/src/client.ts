// The client: what can be asked of a gateway as a whole.

import { requireTime } from './arguments.js';
import { type EventOptions, EventStream } from './events.js';
import { type CallOptions, type Fetch, Http } from './http.js';
import { newKey } from './key.js';
import { INSPECT, Session } from './session.js';
import { SharedEvents } from './shared-events.js';
import type {
  AgentStatus,
  AuditList,
  CreateSessionRequest,
  HealthResponse,
  PendingList,
  RunAgentRequest,
  RunInput,
  RunOptions,
  SessionList,
  SessionResponse,
  SessionSummary,
  Skill,
  SkillList,
  Status,
  StatusResponse,
} from './types.js';
import { baseUrl, query, segment } from './url.js';

/** How to talk to a gateway. */
export interface ClientOptions {
  /** Sent as `Authorization: Bearer`, where the gateway wants one. */
  apiKey?: string | undefined;
  /** Milliseconds that each request may take; 30,000 by default. Waiting for a run and events have no such limit. */
  timeout?: number | undefined;
  /** How often a request is repeated where that is safe; 5 by default, 0 for never. */
  retries?: number | undefined;
  /** Used instead of the global `fetch`, for proxies, certificates or tests. */
  fetch?: Fetch | undefined;
  /** Ends everything this client does. */
  signal?: AbortSignal | undefined;
}

/** What a session works on. */
export interface CreateOptions extends CallOptions {
  /** Files of the workspace to read; the skill's default inputs where there are none. */
  files?: readonly string[] | undefined;
  /** Arguments of the skill; {@link Skill.args_schema} describes them. */
  args?: Record<string, unknown> | undefined;
  /** Makes repeating this call safe across restarts of your program; by default a new one for each call. */
  idempotencyKey?: string | undefined;
}

/** What a run works on, and how. */
export interface RunSkillOptions extends CreateOptions {
  options?: RunOptions | undefined;
  /**
   * Id of a rejected session of the same skill, to do it better: its reason is handed to the agent. Without `files` and
   * `args` the run has those of that session.
   */
  revises?: string | undefined;
}

/** Which part of a list. */
export interface PageOptions extends CallOptions {
  /** 1 to 200. */
  limit?: number | undefined;
  offset?: number | undefined;
}

/** Which sessions. */
export interface SessionsOptions extends PageOptions {
  status?: Status | undefined;
}

/**
 * A client of one gateway. It holds no connection of its own, needs no closing, and can do any number of things at once.
 *
 * Failures are {@link MetaForgeError}s: {@link ApiError} and its subclasses where the gateway answered,
 * {@link GatewayUnreachableError} where it did not.
 */
export class MetaForgeClient {
  readonly #http: Http;
  readonly #shared: SharedEvents;

  /**
   * @param url such as `http://localhost:3000`
   * @throws TypeError where the address or an option is wrong
   */
  constructor(url: string | URL, options: ClientOptions = {}) {
    const { apiKey, timeout = 30_000, retries = 5, fetch, signal } = options;
    if (apiKey !== undefined && !(typeof apiKey === 'string' && /^[!-~]+$/.test(apiKey))) {
      throw new TypeError("'apiKey' is no string, empty, or holds characters that no API key has");
    }
    requireTime(timeout, 'timeout');
    if (!(Number.isInteger(retries) && retries >= 0)) {
      throw new TypeError(`'retries' is 0 or more, not ${retries}`);
    }
    this.#http = new Http({ base: baseUrl(url), apiKey, timeout, retries, fetch, signal });
    this.#shared = new SharedEvents(this.#http);
  }

  /** Address of the gateway. */
  get url(): string {
    return this.#http.base;
  }

  /** What `console.log` shows. */
  [INSPECT](): string {
    return `MetaForgeClient ${this.url}`;
  }

  /**
   * Starts a run and returns at once; {@link Session.waitForCompletion} waits for its end.
   *
   * @throws ValidationError where the skill is unknown, or a file is not there
   */
  async runSkill(skill: string, options: RunSkillOptions = {}): Promise<Session> {
    const body: RunAgentRequest = { skill, ...input(options) };
    if (options.options !== undefined) body.options = options.options;
    if (options.revises !== undefined) body.revises = options.revises;
    const answer = await this.#post<AgentStatus>('/agent/run', 'session_id', body, options);
    const { session_id: id, status, agent, digest, error } = answer;
    return new Session(this.#http, this.#shared, {
      id,
      skill,
      status,
      agent,
      digest,
      error,
      ...input(options),
    });
  }

  /** Creates a session that {@link Session.run} starts later. */
  async createSession(skill: string, options: CreateOptions = {}): Promise<Session> {
    const body: CreateSessionRequest = { skill, ...input(options) };
    const { id, status } = await this.#post<SessionSummary>('/session/create', 'id', body, options);
    return new Session(this.#http, this.#shared, { id, skill, status, ...input(options) });
  }

  /** Returns a handle of a session that there is. */
  async session(id: string, options: CallOptions = {}): Promise<Session> {
    const answer = await this.#http.json<SessionResponse>(
      {
        path: `/session/${segment(id, 'id of a session')}`,
        sessionId: id,
        ...call(options),
      },
      'id',
    );
    const { skill, status, agent, digest, error } = answer;
    return new Session(this.#http, this.#shared, {
      id: answer.id,
      skill,
      status,
      agent,
      digest,
      error,
      input: answer.input,
    });
  }

  /** Lists sessions, newest first. */
  async sessions(options: SessionsOptions = {}): Promise<SessionList> {
    const { status, limit, offset } = options;
    return this.#http.json(
      { path: `/sessions${query({ status, limit, offset })}`, ...call(options) },
      'sessions',
    );
  }

  /** Goes through all sessions, newest first, page by page. */
  async *allSessions(
    options: Omit<SessionsOptions, 'limit' | 'offset'> = {},
  ): AsyncGenerator<SessionSummary, void, undefined> {
    const limit = 200;
    // Sessions created meanwhile push others onto the next page, where they must not be seen again.
    const seen = new Set<string>();
    for (let offset = 0; ;) {
      const page = await this.sessions({ ...options, limit, offset });
      for (const session of page.sessions) {
        if (seen.has(session.id)) continue;
        seen.add(session.id);
        yield session;
      }
      // A gateway may give fewer at once than it is asked for.
      offset += page.sessions.length;
      if (page.sessions.length === 0 || offset >= page.total) return;
    }
  }

  /** Lists what waits for a decision, longest waiting first. */
  pending(options: PageOptions = {}): Promise<PendingList> {
    const { limit, offset } = options;
    return this.#http.json({ path: `/pending${query({ limit, offset })}`, ...call(options) }, 'pending');
  }

  /** Lists the skills. */
  async skills(options: CallOptions = {}): Promise<Skill[]> {
    return (await this.#http.json<SkillList>({ path: '/skills', ...call(options) }, 'skills')).skills;
  }

  /** Lists decisions, newest first. */
  audit(options: PageOptions = {}): Promise<AuditList> {
    const { limit, offset } = options;
    return this.#http.json({ path: `/audit${query({ limit, offset })}`, ...call(options) }, 'entries');
  }

  /** Asks how the gateway is doing. `unhealthy` is an answer, not an error. */
  health(options: CallOptions = {}): Promise<HealthResponse> {
    return this.#http.json(
      {
        path: '/health',
        isAnswer: (status, body) =>
          status === 503 && typeof (body as { status?: unknown } | undefined)?.status === 'string',
        ...call(options),
      },
      'status',
    );
  }

  /** Asks what the gateway consists of and has to do; `refresh` looks for tools again. */
  status(options: CallOptions & { refresh?: boolean | undefined } = {}): Promise<StatusResponse> {
    return this.#http.json(
      {
        path: `/status${query({ refresh: options.refresh ? 'true' : undefined })}`,
        ...call(options),
      },
      'version',
    );
  }

  /**
   * Follows the events of all sessions, or of one; see {@link EventStream}.
   *
   * ```ts
   * for await (const event of client.events()) {
   *   if (event.event === 'session.complete') console.log(event.data.session_id, event.data.status);
   * }
   * ```
   */
  events(options: EventOptions = {}): EventStream {
    return new EventStream(this.#http, options);
  }

  #post<T extends object>(
    path: string,
    member: keyof T & string,
    body: unknown,
    options: CreateOptions,
  ): Promise<T> {
    return this.#http.json<T>(
      {
        method: 'POST',
        path,
        body,
        idempotencyKey: options.idempotencyKey ?? newKey(),
        ...call(options),
      },
      member,
    );
  }
}

/** Takes only what every call takes. */
function call({ signal, timeout }: CallOptions): CallOptions {
  return { signal, timeout };
}

function input({ files, args }: CreateOptions): { input?: RunInput } {
  if (files === undefined && args === undefined) return {};
  const input: RunInput = {};
  if (files !== undefined) input.files = files as string[];
  if (args !== undefined) input.args = args;
  return { input };
}
