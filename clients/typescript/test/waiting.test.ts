// Waits, where the network leaves open only what is worse than a stream.
import assert from 'node:assert/strict';
import { test } from 'node:test';
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
