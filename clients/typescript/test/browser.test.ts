// The ES modules in a real browser, from a page of another origin that the gateway allows.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type * as metaforge from '@metaforge/client';
import { MetaForgeClient } from '@metaforge/client';
import { type Browser, chromium, type Page } from 'playwright-core';
import { folder, GATEWAY, Gateway, missing, PRD } from './gateway.js';
import { blocks } from './guide.js';
import { packageFile } from './places.js';

const BROWSERS = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const browserPath = BROWSERS.find((path) => path !== undefined && existsSync(path));
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What the page makes global. */
declare const client: metaforge.MetaForgeClient;
declare const MetaForge: typeof metaforge;

describe('in a browser', { skip: missing(...GATEWAY, ['Chromium', browserPath !== undefined]) }, () => {
  const pages = createServer((request, response) => {
    const module = /\/dist\/esm\/[\w-]+\.js$/.exec(request.url ?? '')?.[0];
    if (module !== undefined) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' });
      response.end(readFileSync(packageFile(module)));
    } else if (request.url === '/guide.html') {
      const html = blocks().find((block) => block.language === 'html')?.text;
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(html?.replace('http://localhost:3000', gateway.url));
    } else {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<!doctype html><title>A page</title>');
    }
  });
  let gateway: Gateway;
  let browser: Browser;
  let page: Page;
  let origin: string;

  before(async () => {
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    gateway = await Gateway.start({ options: ['--allowed-origin', origin] });
    browser = await chromium.launch({
      executablePath: browserPath ?? '',
      args: FLAGS,
      env: { ...(process.env as Record<string, string>), HOME: folder() },
    });
    page = await open(origin);
  });
  after(async () => {
    await browser?.close();
    pages.close();
    pages.closeAllConnections();
    await gateway?.stop();
  });

  /** Opens a page that has the package. */
  async function open(from: string): Promise<Page> {
    const opened = await browser.newPage();
    await opened.goto(`${from}/`);
    await opened.addScriptTag({
      type: 'module',
      content: `import * as MetaForge from '/dist/esm/index.js';
        globalThis.MetaForge = MetaForge;
        globalThis.client = new MetaForge.MetaForgeClient('${gateway.url}', { retries: 1 });`,
    });
    await opened.waitForFunction('globalThis.client !== undefined');
    return opened;
  }

  test('a skill is run, waited for, looked at and approved, and its events are seen', async () => {
    const seen = await page.evaluate(async () => {
      const events = client.events();
      await events.ready;
      const session = await client.runSkill('spec', { files: ['PRD.md'] });
      const progress: number[] = [];
      await session.waitForCompletion({ onProgress: (report) => progress.push(report.progress) });
      const proposed = session.status;
      const diff = await session.diff();
      const digest = session.digest;
      const text = new TextDecoder().decode(await session.artifact('constraints.json'));
      const answer = await session.approve({ comment: 'from a page' });
      const names: string[] = [];
      for await (const event of events) {
        names.push(event.event);
        if (event.event === 'approval.approved') break;
      }
      return { proposed, progress, diff, digest, text, answer, names };
    });
    assert.equal(seen.proposed, 'pending_approval');
    assert.ok(seen.progress.length > 0);
    assert.match(seen.diff, /^\+\+\+ b\/constraints\.json$/m);
    assert.equal(seen.answer.applied, true);
    assert.equal(seen.answer.decision?.digest, seen.digest);
    assert.equal(seen.names[0], 'session.started');
    assert.ok(seen.names.includes('session.complete'));
    assert.equal(gateway.file('constraints.json'), seen.text);
  });

  test('failures are as readable as elsewhere', async () => {
    const error = await page.evaluate(async () => {
      const caught = await client.runSkill('no-such-skill').catch((failure: unknown) => failure);
      if (!(caught instanceof MetaForge.ValidationError)) return String(caught);
      return [caught.name, caught.field, caught.status];
    });
    assert.deepEqual(error, ['ValidationError', 'skill', 400]);
  });

  test('a stream is aborted', async () => {
    const name = await page.evaluate(async () => {
      const abort = new AbortController();
      const next = client.events({ after: 0, session: 'session-x', signal: abort.signal }).next();
      abort.abort();
      return next.then(
        () => 'nothing',
        (error: Error) => error.name,
      );
    });
    assert.equal(name, 'AbortError');
  });

  test('a page of an origin that is not allowed gets nothing', async () => {
    const stranger = await open(origin.replace('127.0.0.1', 'localhost'));
    const name = await stranger.evaluate(async () =>
      client.skills().then(
        () => 'nothing',
        (error: Error) => error.name,
      ),
    );
    assert.equal(name, 'GatewayUnreachableError');
    await stranger.close();
  });

  test("the guide's page shows what waits, as it comes and goes", async () => {
    const shown = await browser.newPage();
    await shown.goto(`${origin}/guide.html`);
    const item = (id: string) => shown.locator('li', { hasText: id });
    const run = async (i: number) => {
      writeFileSync(`${gateway.workspace}/page-${i}.md`, `${PRD}\n- Weight: at most ${i} g\n`);
      return new MetaForgeClient(gateway.url).runSkill('spec', { files: [`page-${i}.md`] });
    };
    const [first, second] = [await run(1), await run(2)];
    await item(first.id).waitFor();
    await item(second.id).waitFor();
    await first.reject('seen');
    await item(first.id).waitFor({ state: 'detached' });
    assert.equal(await item(second.id).count(), 1);
    await shown.close();
  });

  test('so many waits at once that a browser has no connection left end all the same', async () => {
    const statuses = await page.evaluate(async () => {
      const sessions = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          client.createSession('spec', { files: ['PRD.md'], args: {}, idempotencyKey: `many-${i}` }),
        ),
      );
      const waiting = sessions.map((session) => session.waitForCompletion({ timeout: 60_000 }));
      for (const session of sessions) void session.run();
      return (await Promise.all(waiting)).map((session) => session.status);
    });
    assert.equal(statuses.length, 12);
  });
});
