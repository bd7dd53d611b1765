// Waits, where the network leaves open only what is worse than a stream.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as after } from 'node:timers/promises';
import { MetaForgeClient, WaitTimeoutError } from '@metaforge/client';
import { failure, json, serve, session } from './servers.js';

test('where there is no stream and nobody holds the answer back, it is asked for about once a second', async (t) => {
  const { url, requests } = await serve(t, (request, response) => {
    if (request.path.startsWith('/api/v1/events')) failure(response, 404, 'NOT_FOUND');
    else if (request.path.includes('/status?wait='))
      json(response, 200, { session_id: 'session-a', status: 'running', agent: 'a-agent' });
    else json(response, 200, session('session-a'));
  });
  const handle = await new MetaForgeClient(url).session('session-a');
  await assert.rejects(handle.waitForCompletion({ timeout: 1_500 }), WaitTimeoutError);
  const polls = requests.filter((request) => request.path.includes('/status?wait='));
  assert.ok(polls.length <= 2, `${polls.length} questions in 1.5 s`);
});

test('events without data end no wait, and are no progress', async (t) => {
  const bare = (id: number, event: string) => ({ event, id, time: '2026-02-03T10:30:00Z' });
  const progress = { session_id: 'session-a', agent: 'a-agent', progress: 0.5, message: 'Half of it' };
  let streams = 0;
  let ended = false;
  const { url } = await serve(t, async (request, response) => {
    if (request.path.includes('after=latest')) json(response, 200, { events: [], next: 2 });
    else if (request.headers.accept === 'text/event-stream') {
      streams++;
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      const sent = [
        bare(3, 'log.rotated'),
        bare(4, 'agent.progress'),
        { ...bare(5, 'agent.progress'), data: progress },
        { ...bare(6, 'session.complete'), data: { session_id: 'session-a', status: 'completed' } },
      ];
      for (const event of sent) {
        // Late, so that what comes is not what the log says.
        await after(100);
        ended ||= event.event === 'session.complete';
        response.write(`data: ${JSON.stringify(event)}\n\n`);
      }
    } else if (request.path.startsWith('/api/v1/events?after=0'))
      json(response, 200, { events: [bare(1, 'session.started'), bare(2, 'agent.progress')], next: 2 });
    else if (request.path.startsWith('/api/v1/events')) json(response, 200, { events: [], next: 2 });
    else json(response, 200, session('session-a', ended ? 'completed' : 'running'));
  });
  const handle = await new MetaForgeClient(url).session('session-a');
  const reports: unknown[] = [];
  await handle.waitForCompletion({ timeout: 5_000, onProgress: (report) => reports.push(report) });
  assert.equal(handle.status, 'completed');
  assert.deepEqual(reports, [progress]);
  assert.equal(streams, 1);
});

test('what happened before is read to its end, also where events have no position', async (t) => {
  const { url, requests } = await serve(t, (request, response) => {
    if (request.path.includes('after=latest')) json(response, 200, { events: [], next: 2 });
    else if (request.headers.accept === 'text/event-stream')
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(':\n\n');
    else if (request.path.startsWith('/api/v1/events'))
      json(response, 200, { events: [null, { event: 'session.started', data: {} }], next: 2 });
    else json(response, 200, session('session-a'));
  });
  const handle = await new MetaForgeClient(url).session('session-a');
  await assert.rejects(handle.waitForCompletion({ timeout: 300 }), WaitTimeoutError);
  assert.equal(requests.filter((request) => request.path.includes('after=0')).length, 1);
});
