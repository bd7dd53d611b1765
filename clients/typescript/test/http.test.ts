// Requests, failures and repeats, against servers that misbehave.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as after } from 'node:timers/promises';
import { inspect } from 'node:util';
import * as metaforge from '@metaforge/client';
import { MetaForgeClient } from '@metaforge/client';
import { failure, json, nobody, serve, session } from './servers.js';

const HEALTH = { status: 'healthy', version: '0.1.0', uptime: 1, components: { gateway: 'ok', tools: {} } };

test('an address may end in a slash and in /api/v1, and lie below a path', () => {
  for (const [given, kept] of [
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['http://localhost:3000/api/v1', 'http://localhost:3000'],
    ['http://localhost:3000/api/v1/', 'http://localhost:3000'],
    [' https://forge.example/team/a/api/v1 ', 'https://forge.example/team/a'],
    [new URL('http://[::1]:80/'), 'http://[::1]'],
  ] as const) {
    assert.equal(new MetaForgeClient(given).url, kept);
  }
});

test('an address that is none is refused with what a good one looks like', () => {
  for (const wrong of [
    '',
    'localhost:3000',
    '3000',
    'ws://localhost:3000',
    'http://',
    'http://a/?x=1',
    'http://a/#b',
  ]) {
    assert.throws(() => new MetaForgeClient(wrong), {
      name: 'TypeError',
      message: /such as 'http:\/\/localhost:3000'/,
    });
  }
  assert.throws(
    () => new MetaForgeClient('http://me:secret@a'),
    (error: Error) => !error.message.includes('secret'),
  );
});

test('wrong options are refused, and an API key is not repeated', () => {
  const make = (options: metaforge.ClientOptions) => () => new MetaForgeClient('http://a', options);
  assert.throws(make({ timeout: 0 }), TypeError);
  assert.throws(make({ timeout: Number.NaN }), TypeError);
  assert.throws(make({ retries: -1 }), TypeError);
  assert.throws(make({ retries: 1.5 }), TypeError);
  assert.throws(make({ apiKey: '' }), TypeError);
  assert.throws(
    make({ apiKey: 'secret\r\nX: y' }),
    (error: Error) => error instanceof TypeError && !error.message.includes('secret'),
  );
});

test('each code becomes its own error, and an unknown one the common one', async (t) => {
  const types: [string, number, abstract new (...args: never[]) => metaforge.ApiError][] = [
    ['VALIDATION_ERROR', 400, metaforge.ValidationError],
    ['UNAUTHORIZED', 401, metaforge.UnauthorizedError],
    ['FORBIDDEN', 403, metaforge.ForbiddenError],
    ['NOT_FOUND', 404, metaforge.NotFoundError],
    ['CONFLICT', 409, metaforge.ConflictError],
    ['RATE_LIMITED', 429, metaforge.RateLimitedError],
    ['AGENT_ERROR', 500, metaforge.AgentError],
    ['TOOL_ERROR', 500, metaforge.ToolError],
    ['INTERNAL_ERROR', 500, metaforge.InternalError],
    ['UNAVAILABLE', 503, metaforge.UnavailableError],
    ['TIMEOUT', 504, metaforge.RunTimeoutError],
    ['PAYLOAD_TOO_LARGE', 413, metaforge.ApiError],
    ['OUT_OF_SOLDER', 418, metaforge.ApiError],
  ];
  const { url } = await serve(t, (_, response, count) => {
    const [code, status] = types[count - 1] ?? ['', 0];
    failure(
      response,
      status,
      code,
      { field: 'skill', incident: 'inc-1', paths: ['a.md'] },
      { 'Retry-After': '7' },
    );
  });
  const client = new MetaForgeClient(url, { retries: 0 });
  for (const [code, status, type] of types) {
    await assert.rejects(client.skills(), (error: metaforge.ApiError) => {
      assert.ok(error instanceof type && error instanceof metaforge.MetaForgeError);
      assert.equal(error.constructor, type);
      assert.equal(error.name, type.name);
      assert.deepEqual(
        [error.code, error.status, error.message, error.details['field'], error.retryAfter],
        [code, status, `This is ${code}`, 'skill', 7],
      );
      return true;
    });
  }
});

test('errors have what their kind is about at hand', async (t) => {
  const { url } = await serve(t, (_, response, count) => {
    if (count === 1)
      failure(response, 400, 'VALIDATION_ERROR', { field: 'input.files[0]', expected: 'a file' });
    else if (count === 2) failure(response, 409, 'CONFLICT', { paths: ['a.md', 'b.md'] });
    else failure(response, 500, 'INTERNAL_ERROR', { incident: 'inc-7' });
  });
  const client = new MetaForgeClient(url, { retries: 0 });
  const caught = async () => client.skills().catch((error: unknown) => error);
  const validation = (await caught()) as metaforge.ValidationError;
  assert.deepEqual([validation.field, validation.expected], ['input.files[0]', 'a file']);
  assert.deepEqual(((await caught()) as metaforge.ConflictError).paths, ['a.md', 'b.md']);
  assert.equal(((await caught()) as metaforge.InternalError).incident, 'inc-7');
});

for (const [name, status, type, body] of [
  ['HTML of a proxy', 502, 'text/html', '<html>Bad gateway</html>'],
  ['HTML with 200', 200, 'text/html', '<html>Please log in</html>'],
  ['truncated JSON', 200, 'application/json', '{"skills":[{"na'],
  ['JSON of somebody else', 200, 'application/json', '{"ok":true}'],
  ['JSON that is no object', 200, 'application/json', '"fine"'],
  ['JSON that is no failure of ours', 404, 'application/json', '{"detail":"Not Found"}'],
  ['JSON that is not in UTF-8', 200, 'application/json', Buffer.from('{"skills":"\xff"}', 'latin1')],
] as const) {
  test(`an answer that is not the gateway's says so: ${name}`, async (t) => {
    const { url } = await serve(t, (_, response) => {
      response.writeHead(status, { 'Content-Type': type });
      response.end(body);
    });
    await assert.rejects(new MetaForgeClient(url, { retries: 0 }).skills(), (error: metaforge.ApiError) => {
      assert.equal(error.constructor, metaforge.ApiError);
      assert.equal(error.code, 'UNEXPECTED_RESPONSE');
      assert.equal(error.status, status);
      assert.ok(
        error.message.includes(`${url}/api/v1/skills`) && error.message.includes(type),
        error.message,
      );
      return true;
    });
  });
}

for (const [name, ask] of [
  ['a diff', (session) => session.diff()],
  ['a file', (session) => session.artifact('a.md')],
  ['a deletion', (session) => session.delete()],
] as [string, (session: metaforge.Session) => Promise<unknown>][]) {
  test(`a proxy's page is no answer either where JSON was not asked for: ${name}`, async (t) => {
    const { url } = await serve(t, (_, response, count) => {
      if (count === 1) json(response, 200, session('session-a'));
      else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Please log in</html>');
    });
    const handle = await new MetaForgeClient(url).session('session-a');
    await assert.rejects(ask(handle), { name: 'ApiError', code: 'UNEXPECTED_RESPONSE', status: 200 });
  });
}

test('what no call takes is a TypeError, and nothing is sent', async (t) => {
  const { url, requests } = await serve(t, (_, response) => json(response, 200, session('session-a')));
  const client = new MetaForgeClient(url);
  const handle = await client.session('session-a');
  for (const wrong of [
    () => client.skills({ timeout: 0 }),
    () => client.skills({ timeout: Number.NaN }),
    () => client.runSkill('spec', { idempotencyKey: '' }),
    () => client.runSkill('spec', { idempotencyKey: '鍵' }),
    () => client.runSkill('spec', { idempotencyKey: 'two words' }),
    () => client.runSkill('spec', { idempotencyKey: 'k'.repeat(256) }),
    () => client.session('session-\ud800'),
    () => client.sessions({ status: '\udc00' as metaforge.Status }),
    () => handle.artifact('docs/\ud83d/a.md'),
    () => client.runSkill('spec', { args: { volts: 5n } }),
    () => handle.waitForCompletion({ timeout: -1 }),
    () => handle.waitForCompletion({ timeout: Number.NaN }),
  ]) {
    await assert.rejects(wrong(), TypeError, wrong.toString());
  }
  assert.throws(() => client.events({ after: 0, maxReconnectTime: Number.NaN }), TypeError);
  assert.throws(() => client.events({ session: 'session-\ud800' }), TypeError);
  assert.throws(() => new MetaForgeClient(url, { apiKey: null as never }), TypeError);
  await assert.rejects(handle.artifact('docs//a.md'), /"docs\/\/a\.md" is no path/);
  assert.equal(requests.length, 1);
});

test('a session and a client show in logs what they stand for', async (t) => {
  const { url } = await serve(t, (_, response) => json(response, 200, session('session-a')));
  const client = new MetaForgeClient(url);
  const handle = await client.session('session-a');
  assert.equal(inspect(client), `MetaForgeClient ${url}`);
  assert.equal(inspect(handle), "Session session-a of 'spec': running");
  assert.equal(String(handle), "session-a of 'spec': running");
});

test('a date to try again at counts from the date of the answer', async (t) => {
  const { url } = await serve(t, (_, response, count) => {
    const after = ['Fri, 31 Dec 1999 23:59:59 GMT', '-7', 'tomorrow 7'][count - 1] ?? '';
    response.setHeader('Date', 'Fri, 31 Dec 1999 23:58:09 GMT');
    failure(response, 429, 'RATE_LIMITED', {}, { 'Retry-After': after });
  });
  const client = new MetaForgeClient(url, { retries: 0 });
  for (const seconds of [110, undefined, undefined]) {
    await assert.rejects(client.skills(), (error: metaforge.ApiError) => error.retryAfter === seconds);
  }
});

test("'Retry-After: 0' does not mean without any pause", async (t) => {
  t.mock.method(Math, 'random', () => 1);
  const { url } = await serve(t, (_, response, count) => {
    if (count === 1) failure(response, 503, 'UNAVAILABLE', {}, { 'Retry-After': '0' });
    else json(response, 200, { skills: [] });
  });
  const begin = performance.now();
  await new MetaForgeClient(url).skills();
  assert.ok(performance.now() - begin > 150);
});

test('failures that pass are repeated: 429, 503, a proxy that has no gateway, a cut connection', async (t) => {
  const times: number[] = [];
  const { url } = await serve(t, (_, response, count) => {
    times.push(performance.now());
    if (count === 1) failure(response, 429, 'RATE_LIMITED', {}, { 'Retry-After': '1' });
    else if (count === 2) failure(response, 503, 'UNAVAILABLE', {}, { 'Retry-After': '0' });
    else if (count === 3) response.writeHead(502, { 'Content-Type': 'text/html' }).end('<html>');
    else if (count === 4)
      response.writeHead(200, { 'Content-Length': '1000' }).write('{"skills"', () => response.destroy());
    else if (count === 5) response.destroy();
    else json(response, 200, { skills: [] });
  });
  assert.deepEqual(await new MetaForgeClient(url).skills(), []);
  assert.equal(times.length, 6);
  const [first = 0, second = 0] = times;
  assert.ok(second - first > 990, 'Retry-After is heeded');
});

test('retries are counted, and 0 switches them off', async (t) => {
  const { url, requests } = await serve(t, (_, response) => failure(response, 503, 'UNAVAILABLE'));
  await assert.rejects(new MetaForgeClient(url, { retries: 0 }).skills(), metaforge.UnavailableError);
  assert.equal(requests.length, 1);
  await assert.rejects(new MetaForgeClient(url, { retries: 2 }).skills(), metaforge.UnavailableError);
  assert.equal(requests.length, 4);
});

test('what does not pass is not repeated: a TIMEOUT of a run, 500, 404, a pause of more than a minute', async (t) => {
  const { url, requests } = await serve(t, (_, response, count) => {
    if (count === 1) failure(response, 504, 'TIMEOUT');
    else if (count === 2) failure(response, 500, 'INTERNAL_ERROR');
    else if (count === 3) failure(response, 404, 'NOT_FOUND');
    else failure(response, 429, 'RATE_LIMITED', {}, { 'Retry-After': '61' });
  });
  const client = new MetaForgeClient(url);
  await assert.rejects(client.skills(), metaforge.RunTimeoutError);
  await assert.rejects(client.skills(), metaforge.InternalError);
  await assert.rejects(client.skills(), metaforge.NotFoundError);
  await assert.rejects(client.skills(), metaforge.RateLimitedError);
  assert.equal(requests.length, 4);
});

test('a repeated command carries the same idempotency key, another call another one', async (t) => {
  const { url, requests } = await serve(t, (_, response, count) => {
    if (count === 1) response.destroy();
    else if (count === 2) failure(response, 503, 'UNAVAILABLE');
    else json(response, 202, { session_id: 'session-a', status: 'running', agent: 'a-agent' });
  });
  const client = new MetaForgeClient(url);
  await client.skills().catch(() => undefined);
  requests.length = 0;
  await client.runSkill('spec', { files: ['PRD.md'], args: { depth: 2 }, options: { temperature: 0.3 } });
  await client.runSkill('spec');
  await client.runSkill('spec', { idempotencyKey: 'mine' });
  const keys = requests.map((request) => request.headers['idempotency-key']);
  assert.equal(requests.length, 5);
  assert.equal(new Set(keys.slice(0, 3)).size, 1);
  assert.notEqual(keys[3], keys[0]);
  assert.equal(keys[4], 'mine');
  assert.deepEqual(JSON.parse(requests[0]?.body ?? ''), {
    skill: 'spec',
    input: { files: ['PRD.md'], args: { depth: 2 } },
    options: { temperature: 0.3 },
  });
  assert.deepEqual(JSON.parse(requests[3]?.body ?? ''), { skill: 'spec' });
});

test('a deletion whose answer got lost has succeeded, and one of nothing has not', async (t) => {
  const { url } = await serve(t, (request, response, count) => {
    if (request.method === 'GET') json(response, 200, session('session-a'));
    else if (count === 2) response.destroy();
    else failure(response, 404, 'NOT_FOUND');
  });
  const handle = await new MetaForgeClient(url).session('session-a');
  assert.deepEqual(await handle.delete(), { success: true, deleted: 'session-a' });
  await assert.rejects(handle.delete(), metaforge.NotFoundError);
});

/** Deletes a session where the first attempt ends as given, and every other one is answered by a 404. */
async function deletion(
  t: TestContext,
  first: (response: ServerResponse) => void,
  notFound = (response: ServerResponse) => failure(response, 404, 'NOT_FOUND'),
): Promise<unknown> {
  const { url } = await serve(t, (request, response, count) => {
    if (request.method === 'GET') json(response, 200, session('session-a'));
    else if (count === 2) first(response);
    else notFound(response);
  });
  const handle = await new MetaForgeClient(url).session('session-a');
  return handle.delete({ timeout: 1_000 }).catch((error: unknown) => error);
}

const page = (status: number) => (response: ServerResponse) =>
  void response.writeHead(status, { 'Content-Type': 'text/html' }).end('<html>');
const DELETED = { success: true, deleted: 'session-a' };

test('a deletion that may have reached the gateway has succeeded where there is nothing any more', async (t) => {
  for (const first of [page(502), page(503), page(504), () => undefined]) {
    assert.deepEqual(await deletion(t, first), DELETED);
  }
});

test('a deletion that did not reach the gateway has not succeeded where there is nothing', async (t) => {
  const again = { 'Retry-After': '0' };
  for (const first of [
    (response: ServerResponse) => failure(response, 429, 'RATE_LIMITED', {}, again),
    (response: ServerResponse) => failure(response, 503, 'UNAVAILABLE', {}, again),
  ]) {
    assert.ok((await deletion(t, first)) instanceof metaforge.NotFoundError);
  }

  const elsewhere = await nobody();
  const { url } = await serve(t, (request, response) => {
    if (request.method === 'GET') json(response, 200, session('session-a'));
    else failure(response, 404, 'NOT_FOUND');
  });
  let refused = 0;
  const client = new MetaForgeClient(url, {
    fetch: (input, init) => {
      const isFirst = init?.method === 'DELETE' && refused++ === 0;
      return fetch(isFirst ? input.replace(url, elsewhere) : input, init);
    },
  });
  const handle = await client.session('session-a');
  await assert.rejects(handle.delete(), metaforge.NotFoundError);
  assert.equal(refused, 2);
});

test("a 404 that is not the gateway's is no sign of a deletion", async (t) => {
  const cut = (response: ServerResponse) => void response.destroy();
  const other = (response: ServerResponse) => failure(response, 404, 'NO_ROUTE');
  for (const notFound of [page(404), other]) {
    const error = await deletion(t, cut, notFound);
    assert.ok(error instanceof metaforge.ApiError && error.status === 404, String(error));
  }
});

test('a gateway that is not started is reported at once', async () => {
  const url = await nobody();
  const begin = performance.now();
  await assert.rejects(new MetaForgeClient(url).skills(), (error: Error) => {
    assert.ok(error instanceof metaforge.GatewayUnreachableError);
    assert.ok(error.message.includes(url), error.message);
    assert.match(error.message, /nothing listens there; is it started\?/);
    return true;
  });
  assert.ok(performance.now() - begin < 500);
});

test('a gateway that was there is waited for', async (t) => {
  const { url } = await serve(t, (_, response) => json(response, 200, { skills: [] }));
  const elsewhere = await nobody();
  let away = 0;
  const client = new MetaForgeClient(url, {
    fetch: (input, init) => {
      return fetch(away-- > 0 ? input.replace(url, elsewhere) : input, init);
    },
  });
  await client.skills();
  away = 3;
  assert.deepEqual(await client.skills(), []);
  assert.equal(away, -1);
});

test('a request that takes too long is given up', async (t) => {
  const { url, requests } = await serve(t, () => undefined);
  const client = new MetaForgeClient(url, { timeout: 30, retries: 1 });
  await assert.rejects(client.skills(), (error: Error) => {
    assert.ok(error instanceof metaforge.GatewayUnreachableError);
    assert.match(error.message, /nothing came within 0\.03 s/);
    return true;
  });
  assert.equal(requests.length, 2);
});

test('a call, and all of a client, can be aborted at any time', async (t) => {
  let arrived: () => void = () => undefined;
  const { url } = await serve(t, (request, response) => {
    if (request.path.endsWith('/skills')) failure(response, 503, 'UNAVAILABLE', {}, { 'Retry-After': '60' });
    arrived();
  });
  const all = new AbortController();
  const client = new MetaForgeClient(url, { signal: all.signal });

  await assert.rejects(client.health({ signal: AbortSignal.abort() }), { name: 'AbortError' });

  const one = new AbortController();
  const waiting = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const call = client.health({ signal: one.signal });
  await waiting;
  one.abort(new Error('enough'));
  await assert.rejects(call, { message: 'enough' });

  const waitingAgain = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const repeating = client.skills();
  await waitingAgain;
  all.abort();
  await assert.rejects(repeating, { name: 'AbortError' });
});

test('any number of calls follow one signal with one listener, and let go of it', async (t) => {
  const { url, requests } = await serve(t, (_, response, count) => {
    if (count > 20) json(response, 200, { skills: [] });
  });
  const one = new AbortController();
  const all = new AbortController();
  const listeners = () => [one, all].map(({ signal }) => getEventListeners(signal, 'abort').length);
  const client = new MetaForgeClient(url, { signal: all.signal });
  const calls = Array.from({ length: 20 }, () => client.skills({ signal: one.signal }));
  assert.deepEqual(listeners(), [1, 1], 'Node.js warns of a leak from the eleventh on');
  const ended = Promise.allSettled(calls);
  while (requests.length < 20) await after(5);
  one.abort(new Error('enough'));
  assert.deepEqual(
    (await ended).map((each) => each.status === 'rejected' && (each.reason as Error).message),
    Array.from({ length: 20 }, () => 'enough'),
  );
  assert.deepEqual(listeners(), [0, 0]);
  await client.skills();
  assert.deepEqual(listeners(), [0, 0]);
});

test('the API key is sent, and shown nowhere', async (t) => {
  const key = 'mf_very-secret-key';
  const { url, requests } = await serve(t, (_, response) => failure(response, 401, 'UNAUTHORIZED'));
  const client = new MetaForgeClient(url, { apiKey: key });
  const error = await client.skills().catch((caught: unknown) => caught);
  assert.equal(requests[0]?.headers.authorization, `Bearer ${key}`);
  for (const shown of [client, error]) {
    assert.ok(!inspect(shown, { depth: 9, showHidden: true }).includes(key));
    assert.ok(!JSON.stringify(shown).includes(key));
    assert.ok(!String(shown).includes(key));
  }
  const echo = await serve(t, (request, response, count) => {
    const message = `No luck with ${request.headers.authorization}`;
    if (count === 1) json(response, 401, { error: { code: 'UNAUTHORIZED', message } });
    else response.writeHead(200, { 'Content-Type': 'text/plain' }).end(message);
  });
  for (let i = 0; i < 2; i++) {
    const repeating = await new MetaForgeClient(echo.url, { apiKey: key }).skills().catch((e: unknown) => e);
    assert.match(inspect(repeating), /No luck with Bearer \*\*\*/);
    assert.ok(!inspect(repeating, { depth: 9, showHidden: true }).includes(key));
  }
  const unreachable = await new MetaForgeClient('http://127.0.0.1:9', { apiKey: key })
    .skills()
    .catch((e: unknown) => e);
  assert.ok(!inspect(unreachable, { depth: 9, showHidden: true }).includes(key));
});

test('health that is bad is an answer, and no gateway behind a proxy is none', async (t) => {
  const { url } = await serve(t, (_, response, count) => {
    if (count === 1) json(response, 503, { ...HEALTH, status: 'unhealthy' });
    else failure(response, 503, 'UNAVAILABLE');
  });
  const client = new MetaForgeClient(url, { retries: 0 });
  assert.equal((await client.health()).status, 'unhealthy');
  await assert.rejects(client.health(), metaforge.UnavailableError);
});

test('names cannot lead a request elsewhere', async (t) => {
  const { url, requests } = await serve(t, (request, response) => {
    if (request.path.endsWith('/session/session-a')) json(response, 200, session('session-a'));
    else response.end('bytes');
  });
  const client = new MetaForgeClient(url);
  const handle = await client.session('session-a');
  for (const wrong of ['..', '.', '']) await assert.rejects(client.session(wrong), TypeError);
  for (const wrong of ['../diff', 'a/../b', 'a//b', '/a', ''])
    await assert.rejects(handle.artifact(wrong), TypeError);
  await client.session('a/b?c#d').catch(() => undefined);
  assert.equal(requests.at(-1)?.path, '/api/v1/session/a%2Fb%3Fc%23d');
  await handle.artifact('größe/50 %/a?b#c.md');
  assert.equal(
    requests.at(-1)?.path,
    '/api/v1/session/session-a/artifacts/gr%C3%B6%C3%9Fe/50%20%25/a%3Fb%23c.md',
  );
  await handle.artifact('🙂.md');
  assert.equal(requests.at(-1)?.path, '/api/v1/session/session-a/artifacts/%F0%9F%99%82.md');
});

test('values and members that are not known yet are passed through', async (t) => {
  const { url } = await serve(t, (_, response) =>
    json(response, 200, { ...session('session-a', 'simmering'), mood: 'good' }),
  );
  const handle = await new MetaForgeClient(url).session('session-a');
  assert.equal(handle.status, 'simmering');
  assert.equal(((await handle.refresh()) as unknown as { mood: string }).mood, 'good');
});

test('a list is gone through page by page, without seeing one twice that moved to the next page', async (t) => {
  const ids = Array.from({ length: 450 }, (_, i) => `session-${i}`);
  const { url, requests } = await serve(t, (request, response, count) => {
    if (count === 2) ids.unshift('session-new');
    const query = new URL(request.path, 'http://x').searchParams;
    const offset = Number(query.get('offset'));
    const limit = Number(query.get('limit'));
    const sessions = ids.slice(offset, offset + limit).map((id) => session(id));
    json(response, 200, { sessions, total: ids.length, limit, offset });
  });
  const seen: string[] = [];
  for await (const each of new MetaForgeClient(url).allSessions({ status: 'approved' })) seen.push(each.id);
  assert.equal(seen.length, 450);
  assert.equal(new Set(seen).size, 450);
  assert.equal(requests.length, 3);
  assert.match(requests[0]?.path ?? '', /status=approved/);
});

test('a list is gone through to its end where pages are smaller than asked for', async (t) => {
  const ids = Array.from({ length: 5 }, (_, i) => `session-${i}`);
  const { url } = await serve(t, (request, response) => {
    const offset = Number(new URL(request.path, 'http://x').searchParams.get('offset'));
    const sessions = ids.slice(offset, offset + 2).map((id) => session(id));
    json(response, 200, { sessions, total: ids.length, limit: 2, offset });
  });
  const seen: string[] = [];
  for await (const each of new MetaForgeClient(url).allSessions()) seen.push(each.id);
  assert.deepEqual(seen, ids);
});

test('lists take what they are asked for', async (t) => {
  const { url, requests } = await serve(t, (_, response) =>
    json(response, 200, { sessions: [], pending: [], entries: [], version: '0.1.0' }),
  );
  const client = new MetaForgeClient(url);
  await client.sessions({ status: 'failed', limit: 5, offset: 10 });
  await client.sessions();
  await client.pending({ limit: 1 });
  await client.audit({ offset: 2 });
  await client.status({ refresh: true });
  await client.status();
  assert.deepEqual(
    requests.map((request) => request.path.replace('/api/v1', '')),
    [
      '/sessions?status=failed&limit=5&offset=10',
      '/sessions',
      '/pending?limit=1',
      '/audit?offset=2',
      '/status?refresh=true',
      '/status',
    ],
  );
});

test('a connection that is taken and never answered ends with the time of the call', async (t) => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const client = new MetaForgeClient(`http://127.0.0.1:${port}`, { retries: 0 });
  await assert.rejects(client.skills({ timeout: 20 }), metaforge.GatewayUnreachableError);
});
