// The parser of server-sent events, fed in pieces of every size.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerSentEventParser } from '../dist/esm/sse.js';

const STREAM = [
  ':',
  '',
  'id: 1',
  'event: session.started',
  'data: {"a":"Größe µ 🙂"}',
  '',
  'event:agent.progress',
  'data: one',
  'data:two',
  'data',
  'ignored: field',
  'retry: 5',
  '',
  'id: 2',
  '',
  'data: last',
  '',
  'data: not finished',
];
const EXPECTED = [
  { event: 'session.started', data: '{"a":"Größe µ 🙂"}', id: '1' },
  { event: 'agent.progress', data: 'one\ntwo\n', id: '1' },
  { event: 'message', data: 'last', id: '2' },
];

for (const [name, end] of [
  ['line feeds', '\n'],
  ['carriage returns', '\r'],
  ['both', '\r\n'],
] as const) {
  test(`events are the same in pieces of every size, lines ending in ${name}`, () => {
    const text = STREAM.join(end);
    for (let size = 1; size <= text.length; size++) {
      const parser = new ServerSentEventParser();
      const events = [];
      for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
      assert.deepEqual(events, EXPECTED, `pieces of ${size}`);
    }
  });
}

test('an id with a NUL is left out', () => {
  const events = new ServerSentEventParser().push('id: 1\nid: 2\0\ndata: a\n\n');
  assert.deepEqual(events, [{ event: 'message', data: 'a', id: '1' }]);
});

test('a long line costs no more than its length', () => {
  const parser = new ServerSentEventParser();
  const piece = 'x'.repeat(4096);
  const begin = performance.now();
  parser.push('data: ');
  for (let i = 0; i < 5_000; i++) parser.push(piece);
  assert.equal(parser.push('\n\n')[0]?.data.length, 5_000 * 4096);
  // Searching or copying what came before with each piece takes more than ten times as long.
  assert.ok(performance.now() - begin < 5_000);
});
