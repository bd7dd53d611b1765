// Runs, decisions and events against the packaged gateway.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  AgentError,
  ConflictError,
  type GatewayEvent,
  MetaForgeClient,
  NotFoundError,
  type Session,
  ValidationError,
  WaitTimeoutError,
} from '@metaforge/client';
import { GATEWAY, Gateway, missing, PRD } from './gateway.js';

describe('against the packaged gateway', { skip: missing(...GATEWAY) }, () => {
  let gateway: Gateway;
  let client: MetaForgeClient;

  before(async () => {
    gateway = await Gateway.start();
    client = new MetaForgeClient(`${gateway.url}/`);
  });
  after(() => gateway?.stop());

  /** Puts a document into the workspace and runs `spec` on it. */
  async function run(name: string, text = PRD): Promise<Session> {
    writeFileSync(join(gateway.workspace, name), text);
    return client.runSkill('spec', { files: [name] });
  }

  test('a run is followed to its proposal, looked at, and approved', async () => {
    const session = await client.runSkill('spec', { files: ['PRD.md'] });
    assert.match(session.id, /^session-/);
    assert.equal(session.skill, 'spec');
    assert.equal(session.agent, 'requirements-agent');
    const progress: number[] = [];
    assert.equal(
      await session.waitForCompletion({ onProgress: (report) => progress.push(report.progress) }),
      session,
    );
    assert.equal(session.status, 'pending_approval');
    assert.ok(progress.length > 0 && progress.every((each) => each >= 0 && each <= 1));

    const artifacts = await session.artifacts();
    assert.deepEqual(
      artifacts.map((artifact) => artifact.path),
      ['assumptions.md', 'constraints.json'],
    );
    const bytes = await session.artifact('constraints.json');
    assert.equal(bytes.length, artifacts[1]?.size);
    assert.match(await session.diff(), /^\+\+\+ b\/constraints\.json$/m);
    assert.ok((await client.pending()).pending.some((each) => each.session_id === session.id));

    assert.equal(gateway.file('constraints.json'), undefined);
    const answer = await session.approve({ comment: 'Größe µ 🙂' });
    assert.equal(answer.applied, true);
    assert.equal(answer.decision?.digest, session.digest);
    assert.equal(session.status, 'approved');
    assert.equal(gateway.file('constraints.json'), new TextDecoder().decode(bytes));
    assert.deepEqual(await session.approve({ comment: 'Größe µ 🙂' }), answer);
    assert.equal((await session.refresh()).decision?.comment, 'Größe µ 🙂');
    assert.ok((await client.audit()).entries.some((entry) => entry.session_id === session.id));
    await session.waitForCompletion();
  });

  test('only some files are approved where only these are named', async () => {
    const session = await run('only.md');
    await session.waitForCompletion();
    const [first] = await session.artifacts();
    const path = first?.path ?? '';
    assert.deepEqual((await session.approve({ only: [path] })).artifacts, [path]);
  });

  test('a decision is about what the handle saw, and about nothing else', async () => {
    const session = await run('digest.md', `${PRD}\n- Weight: at most 20 g\n`);
    await session.waitForCompletion();
    await assert.rejects(session.approve({ digest: '0'.repeat(64) }), (error: unknown) => {
      assert.ok(error instanceof ConflictError);
      assert.equal(error.sessionId, session.id);
      return true;
    });
    await assert.rejects(session.reject('no', { digest: '0'.repeat(64) }), ConflictError);
    const sent: unknown[] = [];
    const watched = new MetaForgeClient(gateway.url, {
      fetch: (input, init) => {
        if (init?.method === 'POST') sent.push(JSON.parse(String(init.body)));
        return fetch(input, init);
      },
    });
    const again = await watched.session(session.id);
    await again.approve();
    assert.deepEqual(sent, [{ digest: session.digest }]);

    const other = await run('other-digest.md', `${PRD}\n- Weight: at most 21 g\n`);
    await other.waitForCompletion();
    await (await watched.session(other.id)).reject('no');
    assert.deepEqual(sent.at(-1), { reason: 'no', digest: other.digest });
  });

  test('a rejection keeps its reason and writes nothing', async () => {
    const session = await run('reject.md', `${PRD}\n- Weight: at most 30 g\n`);
    await session.waitForCompletion();
    const answer = await session.reject('Need to revise power requirements');
    assert.equal(answer.reason, 'Need to revise power requirements');
    assert.equal(session.status, 'rejected');
    await assert.rejects(session.approve(), ConflictError);
  });

  test('a run that fails raises the error its code stands for', async () => {
    const session = await run('empty.md', '# Nothing here\n');
    await assert.rejects(session.waitForCompletion(), (error: unknown) => {
      assert.ok(error instanceof AgentError, String(error));
      assert.deepEqual([error.status, error.code, error.sessionId], [500, 'AGENT_ERROR', session.id]);
      return true;
    });
    assert.equal(session.status, 'failed');
    assert.equal(session.error?.code, 'AGENT_ERROR');
    await assert.rejects(session.waitForCompletion(), AgentError);
  });

  test('a wrong request says which field and what was expected', async () => {
    await assert.rejects(client.runSkill('no-such-skill'), (error: unknown) => {
      assert.ok(error instanceof ValidationError);
      assert.equal(error.field, 'skill');
      assert.match(error.message, /no-such-skill/);
      return true;
    });
    await assert.rejects(client.runSkill('spec', { files: ['no-such-file.md'] }), ValidationError);
    await assert.rejects(client.session('session-x'), NotFoundError);
    await assert.rejects(client.events({ session: 'session-x', after: 0 }).next(), NotFoundError);
  });

  test('a session is created, waited for, run later, cancelled and deleted', async () => {
    const session = await client.createSession('spec', { files: ['PRD.md'] });
    assert.equal(session.status, 'created');
    await assert.rejects(session.waitForCompletion({ timeout: 50 }), (error: unknown) => {
      assert.ok(error instanceof WaitTimeoutError);
      assert.equal(error.sessionId, session.id);
      return true;
    });
    const abort = new AbortController();
    const waiting = session.waitForCompletion({ signal: abort.signal });
    abort.abort(new Error('enough'));
    await assert.rejects(waiting, { message: 'enough' });

    const finished = session.waitForCompletion();
    assert.equal(await session.run(), session);
    await finished;
    assert.ok(['pending_approval', 'completed'].includes(session.status));
    const first = await session.events().next();
    assert.equal(first.value?.event, 'session.started', 'events of a session begin with its first');

    const other = await client.createSession('spec', { files: ['PRD.md'], args: {} });
    assert.equal((await other.cancel()).status, 'cancelled');
    assert.equal((await other.cancel()).status, 'cancelled');
    await other.waitForCompletion();
    assert.equal(other.status, 'cancelled');
    assert.deepEqual(await other.delete(), { success: true, deleted: other.id });
    await assert.rejects(other.refresh(), NotFoundError);
  });

  test('a wait ends where the session is deleted meanwhile', async () => {
    const session = await client.createSession('architecture');
    const waiting = session.waitForCompletion();
    await (await client.session(session.id)).delete();
    await assert.rejects(waiting, NotFoundError);
  });

  test('a repeated start with one key is one run', async () => {
    const first = await client.runSkill('spec', { files: ['PRD.md'], idempotencyKey: 'once' });
    const second = await client.runSkill('spec', { files: ['PRD.md'], idempotencyKey: 'once' });
    assert.equal(second.id, first.id);
  });

  test('events come live and again from the beginning, the same', async () => {
    const live = client.events();
    await live.ready;
    const begin = live.position ?? 0;
    const session = await run('events.md', `${PRD}\n- Weight: at most 40 g\n`);
    await session.waitForCompletion();
    const seen: GatewayEvent[] = [];
    for await (const event of live) {
      seen.push(event);
      if (event.event === 'session.complete' && event.data.session_id === session.id) break;
    }
    const replayed: GatewayEvent[] = [];
    for await (const event of client.events({ after: begin })) {
      replayed.push(event);
      if (replayed.length === seen.length) break;
    }
    assert.deepEqual(replayed, seen);
    const own: GatewayEvent[] = [];
    for await (const event of session.events({ after: 0 })) {
      own.push(event);
      if (event.event === 'session.complete') break;
    }
    assert.deepEqual(
      own,
      seen.filter((event) => 'session_id' in event.data && event.data.session_id === session.id),
    );
    assert.equal(own[0]?.event, 'session.started');
  });

  test('where no stream can be had, a wait asks instead', async () => {
    let streams = 0;
    const polling = new MetaForgeClient(gateway.url, {
      fetch: (input, init) => {
        if (new Headers(init?.headers).get('accept') === 'text/event-stream') {
          streams++;
          return Promise.resolve(
            Response.json({ error: { code: 'FORBIDDEN', message: 'No', details: {} } }, { status: 403 }),
          );
        }
        return fetch(input, init);
      },
    });
    const session = await polling.createSession('spec', { files: ['PRD.md'] });
    const waiting = session.waitForCompletion();
    await session.run();
    await waiting;
    assert.ok(['pending_approval', 'completed'].includes(session.status));
    assert.equal(streams, 1);
    writeFileSync(join(gateway.workspace, 'empty.md'), '# Nothing here\n');
    await assert.rejects(
      (await polling.runSkill('spec', { files: ['empty.md'] })).waitForCompletion(),
      AgentError,
    );
  });

  test('lists, health and status', async () => {
    const all = await client.sessions();
    assert.equal(all.limit, 50);
    assert.ok(all.total >= all.sessions.length && all.sessions.length > 0);
    const rejected = await client.sessions({ status: 'rejected', limit: 1 });
    assert.equal(rejected.sessions[0]?.status, 'rejected');
    const ids: string[] = [];
    for await (const each of client.allSessions()) ids.push(each.id);
    assert.equal(ids.length, all.total);
    assert.ok(
      (await client.skills()).some((skill) => skill.name === 'spec' && skill.inputs.includes('PRD.md')),
    );
    assert.equal((await client.health()).status, 'healthy');
    assert.equal((await client.status({ refresh: true })).version, '0.1.0');
  });

  // Last, since it takes the gateway down.
  test('a wait and a stream survive the death of the gateway', async () => {
    const patient = new MetaForgeClient(gateway.url, { retries: 30 });
    const session = await patient.createSession('spec', { files: ['PRD.md'] });
    const waiting = session.waitForCompletion({ timeout: 120_000 });
    const events = patient.events();
    await events.ready;
    const first = events.next();
    await gateway.kill();
    const restarted = gateway.start();
    // Waits for the gateway by itself.
    await session.run();
    await waiting;
    assert.ok(['pending_approval', 'completed'].includes(session.status));
    const { value } = await first;
    assert.equal(value?.event, 'session.started');
    await events.return();
    await restarted;
  });
});
