// The stream of events, against servers that cut it, stall it and refuse it.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { setTimeout as after } from 'node:timers/promises';
import {
  type GatewayEvent,
  GatewayUnreachableError,
  MetaForgeClient,
  MetaForgeError,
  NotFoundError,
  RateLimitedError,
} from '@metaforge/client';
import { failure, json, nobody, type Received, serve } from './servers.js';

const NAME = 'agent.progress';

function line(id: number, message = `number ${id}`): string {
  const data = { session_id: 'session-a', agent: 'a-agent', progress: 0.5, message };
  const event = { event: NAME, data, id, time: '2026-02-03T10:30:00Z' };
  return `id: ${id}\nevent: ${NAME}\ndata: ${JSON.stringify(event)}\n\n`;
}

function stream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  response.write(':\n\n');
  return response;
}

const position = (request: Received) => Number(new URL(request.path, 'http://x').searchParams.get('after'));

async function take(events: AsyncIterableIterator<GatewayEvent>, count: number): Promise<GatewayEvent[]> {
  const taken: GatewayEvent[] = [];
  while (taken.length < count) {
    const { done, value } = await events.next();
    assert.ok(!done, 'the stream ended');
    taken.push(value);
  }
  return taken;
}

/** A gateway with so many events, that sends what is left after a position and then cuts the connection somewhere. */
function cutting(t: TestContext, total: number, cut: (bytes: Buffer, connection: number) => Buffer) {
  let connection = 0;
  return serve(t, (request, response) => {
    stream(response);
    const from = position(request);
    const rest = Array.from({ length: total - from }, (_, i) =>
      line(from + i + 1, `Größe ${from + i + 1} µ 🙂`),
    );
    // Ends the connection, not the response: what was written still arrives.
    response.write(cut(Buffer.from(rest.join('')), connection++), () => response.socket?.end());
  });
}

test('a connection that is cut at any byte costs no event and doubles none', async (t) => {
  const length = Buffer.byteLength(line(10, 'Größe 10 µ 🙂'));
  // Each connection brings one event and a part of the next, that ends somewhere else each time.
  const { url, requests } = await cutting(t, 25, (bytes, connection) =>
    bytes.subarray(0, length + ((connection * 9) % length)),
  );
  const events = new MetaForgeClient(url).events({ after: 0 });
  const messages = (await take(events, 25)).map((event) => (event.data as { message: string }).message);
  await events.return();
  assert.deepEqual(
    messages,
    Array.from({ length: 25 }, (_, i) => `Größe ${i + 1} µ 🙂`),
  );
  assert.ok(requests.length > 10);
});

test('a connection that is cut in the middle of a character goes on with the whole event', async (t) => {
  const { url, requests } = await cutting(t, 2, (bytes, connection) =>
    connection === 0 ? bytes.subarray(0, bytes.lastIndexOf('🙂') + 2) : bytes,
  );
  const events = new MetaForgeClient(url).events({ after: 0 });
  const [, second] = await take(events, 2);
  await events.return();
  assert.deepEqual((second?.data as { message?: string } | undefined)?.message, 'Größe 2 µ 🙂');
  assert.deepEqual(requests.map(position), [0, 1]);
});

test('characters that arrive in pieces are put together', async (t) => {
  const { url, requests } = await serve(t, async (_, response) => {
    stream(response);
    for (const byte of Buffer.from(line(1, 'Größe µ 🙂'))) {
      await new Promise<void>((resolve) => response.write(Buffer.of(byte), () => setImmediate(resolve)));
    }
  });
  const events = new MetaForgeClient(url).events({ after: 0 });
  const [first] = await take(events, 1);
  await events.return();
  assert.deepEqual((first?.data as { message?: string } | undefined)?.message, 'Größe µ 🙂');
  assert.equal(requests.length, 1);
});

test('events that a server sends once more are left out', async (t) => {
  const { url } = await serve(t, (_, response) => {
    stream(response).write([1, 2, 2, 1, 3].map((id) => line(id)).join(''));
  });
  const events = new MetaForgeClient(url).events({ after: 1 });
  assert.deepEqual(
    (await take(events, 2)).map((event) => event.id),
    [2, 3],
  );
  await events.return();
});

test('without a position it begins where the log ended when it was asked for', async (t) => {
  const { url, requests } = await serve(t, (request, response) => {
    if (request.path.includes('after=latest')) json(response, 200, { events: [], next: 41 });
    else stream(response).write(line(42));
  });
  const events = new MetaForgeClient(url).events({ session: 'session-a' });
  await events.ready;
  assert.equal(events.position, 41);
  assert.equal(requests.length, 1, 'no connection is made before an event is asked for');
  assert.equal((await take(events, 1))[0]?.id, 42);
  assert.equal(events.position, 42);
  await events.return();
  assert.deepEqual(
    requests.map((request) => request.path),
    ['/api/v1/events?after=latest&session=session-a', '/api/v1/events?after=41&session=session-a'],
  );
});

test('it reads no further than its consumer', async (t) => {
  let written = 0;
  const { url } = await serve(t, async (request, response) => {
    stream(response);
    const filler = 'x'.repeat(10_000);
    const closed = new Promise((resolve) => response.once('close', resolve));
    for (let id = position(request) + 1; id <= 20_000 && !response.destroyed; id++) {
      const text = line(id, filler);
      written += text.length;
      if (!response.write(text)) {
        await Promise.race([new Promise((resolve) => response.once('drain', resolve)), closed]);
      }
    }
  });
  const events = new MetaForgeClient(url).events({ after: 0 });
  await take(events, 1);
  let before = -1;
  while (written !== before) {
    before = written;
    await after(200);
  }
  assert.ok(written < 30_000_000, `${written} bytes of 200 MB are under way to somebody who reads nothing`);
  const next = await take(events, 500);
  assert.deepEqual(
    next.map((event) => event.id),
    Array.from({ length: 500 }, (_, i) => i + 2),
  );
  await events.return();
});

/** Sends one event, and tells when the connection is closed. */
async function one(t: TestContext): Promise<{ url: string; closed: Promise<void> }> {
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const { url } = await serve(t, (_, response) => {
    response.on('close', () => close());
    stream(response).write(line(1));
  });
  return { url, closed };
}

test('leaving the loop closes the connection', async (t) => {
  const { url, closed } = await one(t);
  for await (const event of new MetaForgeClient(url).events({ after: 0 })) {
    assert.equal(event.id, 1);
    break;
  }
  await closed;
});

test('an error in the loop closes the connection', async (t) => {
  const { url, closed } = await one(t);
  const loop = (async () => {
    for await (const _ of new MetaForgeClient(url).events({ after: 0 })) throw new Error('mine');
  })();
  await assert.rejects(loop, { message: 'mine' });
  await closed;
});

test('ending it from elsewhere ends a wait that is under way', async (t) => {
  const { url, closed } = await one(t);
  const events = new MetaForgeClient(url).events({ after: 0 });
  await take(events, 1);
  const waiting = [events.next(), events.next()];
  await events.return();
  assert.deepEqual(await Promise.all(waiting), [
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
  assert.deepEqual(await events.next(), { done: true, value: undefined });
  await closed;
});

test('ending it before it is ready says so to whoever waits for that', async (t) => {
  const { url } = await serve(t, () => undefined);
  const events = new MetaForgeClient(url).events();
  const [ready, next] = [events.ready, events.next()];
  await events.return();
  await assert.rejects(ready, (error: Error) => {
    assert.equal(error.constructor, MetaForgeError);
    assert.match(error.message, /was ended by return\(\) before it was ready/);
    return true;
  });
  assert.deepEqual(await next, { done: true, value: undefined });
});

test('an aborted signal ends it with its reason', async (t) => {
  const { url, closed } = await one(t);
  for (const which of ['of the stream', 'of the client']) {
    const abort = new AbortController();
    const client = new MetaForgeClient(url, which === 'of the client' ? { signal: abort.signal } : {});
    const events = client.events({ after: 0, signal: which === 'of the stream' ? abort.signal : undefined });
    await take(events, 1);
    const waiting = events.next();
    abort.abort(new Error('enough'));
    await assert.rejects(waiting, { message: 'enough' });
    assert.deepEqual(await events.next(), { done: true, value: undefined });
  }
  await closed;
});

test('a refusal is final, also of the position', async (t) => {
  const { url, requests } = await serve(t, (_, response) => failure(response, 404, 'NOT_FOUND'));
  const client = new MetaForgeClient(url);
  for (const events of [
    client.events({ after: 3, session: 'session-x' }),
    client.events({ session: 'session-x' }),
  ]) {
    await assert.rejects(events.next(), NotFoundError);
    assert.deepEqual(await events.next(), { done: true, value: undefined });
  }
  await assert.rejects(client.events({ session: 'session-x' }).ready, NotFoundError);
  assert.equal(requests.length, 4);
});

test('what passes is waited out: 429, 503, HTML of a proxy, no stream at all, nonsense in the stream', async (t) => {
  const { url, requests } = await serve(t, (_, response, count) => {
    if (count === 1) failure(response, 429, 'RATE_LIMITED', {}, { 'Retry-After': '0' });
    else if (count === 2) failure(response, 503, 'UNAVAILABLE', {}, { 'Retry-After': '0' });
    else if (count === 3) page(response, 504);
    else if (count === 4) stream(response).end();
    else if (count === 5) page(response, 200);
    else if (count === 6) response.destroy();
    else if (count === 7) stream(response).end('id: 1\ndata: <html>\n\n');
    else stream(response).write(line(1));
  });
  const events = new MetaForgeClient(url).events({ after: 0 });
  assert.equal((await take(events, 1))[0]?.id, 1);
  assert.equal(requests.length, 8);
  await events.return();
});

function page(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/html' }).end('<html>Please log in</html>');
}

test('a redirect is final at once, also where a browser hides it', async (t) => {
  const { url, requests } = await serve(t, (_, response, count) => {
    if (count === 4) stream(response).end(line(1));
    else response.writeHead(302, { Location: 'https://sso.example/login' }).end();
  });
  const redirected = { code: 'UNEXPECTED_RESPONSE', status: 302 };
  const events = new MetaForgeClient(url).events();
  await assert.rejects(events.ready, redirected);
  await assert.rejects(events.next(), redirected);
  await assert.rejects(new MetaForgeClient(url).events({ after: 0 }).next(), redirected);
  const later = new MetaForgeClient(url).events({ after: 0 });
  await take(later, 1);
  await assert.rejects(later.next(), redirected);
  assert.equal(requests.length, 5);

  const opaque = () =>
    Object.defineProperties(new Response(null), { status: { value: 0 }, ok: { value: false } });
  const hidden = new MetaForgeClient(url, { fetch: () => Promise.resolve(opaque()) });
  for (const wait of [hidden.events().ready, hidden.events({ after: 0 }).next()]) {
    await assert.rejects(wait, { code: 'UNEXPECTED_RESPONSE', status: 0, message: /a redirect/ });
  }
});

test('what is no stream is final where there never was one, or three times in a row', async (t) => {
  const login = await serve(t, (_, response) => page(response, 200));
  const unexpected = { code: 'UNEXPECTED_RESPONSE', status: 200 };
  const events = new MetaForgeClient(login.url).events();
  await assert.rejects(events.ready, unexpected);
  await assert.rejects(events.next(), unexpected);
  await assert.rejects(new MetaForgeClient(login.url).events({ after: 0 }).next(), unexpected);
  assert.equal(login.requests.length, 3);

  const { url, requests } = await serve(t, (_, response, count) => {
    if (count === 1 || count === 4) stream(response).end(line(count));
    else page(response, 200);
  });
  const later = new MetaForgeClient(url).events({ after: 0 });
  await take(later, 2);
  await assert.rejects(later.next(), unexpected);
  assert.equal(requests.length, 7);
});

test('a gateway that is away for longer than allowed is given up', async (t) => {
  const { url } = await serve(t, (_, response, count) => {
    if (count === 1) stream(response).end(line(1));
    else response.destroy();
  });
  const events = new MetaForgeClient(url).events({ after: 0, maxReconnectTime: 300 });
  await take(events, 1);
  await assert.rejects(events.next(), GatewayUnreachableError);

  const limited = await serve(t, (_, response) =>
    failure(response, 429, 'RATE_LIMITED', {}, { 'Retry-After': '2' }),
  );
  await assert.rejects(
    new MetaForgeClient(limited.url).events({ after: 0, maxReconnectTime: 300 }).next(),
    RateLimitedError,
  );
});

test('a connection without events counts as one', async (t) => {
  // Without pauses, so that only what the requests take counts.
  t.mock.method(Math, 'random', () => 0);
  const { url, requests } = await serve(t, (_, response, count) => {
    // Each time it is away for less than is allowed, in all for more.
    if (count % 2 === 1) response.destroy();
    else if (count < 14) stream(response).end();
    else stream(response).write(line(1));
  });
  const client = new MetaForgeClient(url, {
    fetch: (input, init) => after(150).then(() => fetch(input, init)),
  });
  const events = client.events({ after: 0, maxReconnectTime: 1_500 });
  assert.equal((await take(events, 1))[0]?.id, 1);
  assert.equal(requests.length, 14);
  await events.return();
});

test('a gateway that is not started is reported at once', async () => {
  const client = new MetaForgeClient(await nobody());
  await assert.rejects(client.events().next(), GatewayUnreachableError);
  await assert.rejects(client.events().ready, GatewayUnreachableError);
  await assert.rejects(client.events({ after: 0 }).next(), GatewayUnreachableError);
});

test('a connection without even heartbeats is replaced', async (t) => {
  // So that the test need not last for a minute and a half.
  const real = globalThis.setTimeout;
  t.after(() => {
    globalThis.setTimeout = real;
  });
  globalThis.setTimeout = ((run: () => void, milliseconds?: number) =>
    real(run, milliseconds === 90_000 ? 50 : milliseconds)) as typeof setTimeout;
  const { url, requests } = await serve(t, (_, response, count) => {
    stream(response);
    if (count === 2) response.write(line(1));
  });
  const events = new MetaForgeClient(url).events({ after: 0 });
  assert.equal((await take(events, 1))[0]?.id, 1);
  assert.equal(requests.length, 2);
  await events.return();
});

test('names and members that are not known yet, and gaps, are delivered as they are', async (t) => {
  const unknown = {
    event: 'session.paused',
    data: { session_id: 'session-a', by: 'cat' },
    id: 5,
    time: 'now',
  };
  const gap = { event: 'gap', data: { from: 6, to: 9 }, id: 9 };
  const { url } = await serve(t, (_, response) => {
    stream(response);
    for (const event of [unknown, gap]) {
      response.write(`id: ${event.id}\nevent: ${event.event}\ndata: ${JSON.stringify(event)}\n\n`);
    }
  });
  const events = new MetaForgeClient(url).events({ after: 0 });
  assert.deepEqual(await take(events, 2), [unknown, gap]);
  assert.equal(events.position, 9);
  await events.return();
});

test('an event that cannot be read takes nothing from those before it, and is final the third time', async (t) => {
  const { url, requests } = await serve(t, (request, response) => {
    const good = [1, 2, 3].filter((id) => id > position(request)).map((id) => line(id));
    stream(response).write(`${good.join('')}data: {"id":4,"data":{}}\n\n${line(5)}`);
  });
  const events = new MetaForgeClient(url).events({ after: 0 });
  assert.deepEqual(
    (await take(events, 3)).map((event) => event.id),
    [1, 2, 3],
  );
  await assert.rejects(events.next(), {
    code: 'UNEXPECTED_RESPONSE',
    message: /cannot be read/,
    details: { beginning: '{"id":4,"data":{}}' },
  });
  assert.deepEqual(requests.map(position), [0, 3, 3]);
});

test('an event that cannot be read once is had from another connection', async (t) => {
  const { url } = await serve(t, (request, response, count) => {
    const next = position(request) + 1;
    stream(response).write(
      count % 2 === 1 ? 'data: {"ev\n\n' : line(next) + line(next + 1).replace('{', '['),
    );
  });
  const events = new MetaForgeClient(url).events({ after: 0 });
  assert.deepEqual(
    (await take(events, 3)).map((event) => event.id),
    [1, 2, 3],
  );
  await events.return();
});

test('an event whose data is no object has empty data', async (t) => {
  const bare = { event: 'log.rotated', id: 1, time: '2026-02-03T10:30:00Z' };
  const { url } = await serve(t, (_, response) => {
    stream(response);
    for (const event of [bare, { ...bare, id: 2, data: null }, { ...bare, id: 3, data: 'text' }]) {
      response.write(`data: ${JSON.stringify(event)}\n\n`);
    }
  });
  const events = new MetaForgeClient(url).events({ after: 0 });
  assert.deepEqual(
    await take(events, 3),
    [1, 2, 3].map((id) => ({ ...bare, id, data: {} })),
  );
  await events.return();
});

test('a position that is none is refused', () => {
  const client = new MetaForgeClient('http://localhost');
  for (const wrong of [-1, 1.5, Number.NaN, '7' as unknown as number]) {
    assert.throws(() => client.events({ after: wrong }), TypeError);
  }
});
