// The packaged gateway, in a process of its own, started by the launcher as a user would.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { projectFile } from './places.js';

const APP = process.env['METAFORGE_APP'] ?? projectFile('metaforge-boot/target/metaforge');

/** A document whose requirements the skill `spec` finds. */
export const PRD = `# Soil probe

## Electrical

- Supply voltage: 3.0 V to 4.2 V from one Li-ion cell
- Average current: at most 10 µA
- Interface: I2C to the moisture sensor, USB-C for charging

## Environment

- Operating temperature: −20 to +60 °C
`;

/**
 * Says why something that a test needs is not to be had, as the reason to skip it; false where all is there. Where
 * METAFORGE_TEST_ALL is set, nothing is skipped: the test then fails.
 */
export function missing(...needed: [name: string, there: boolean][]): string | false {
  const names = needed.filter(([, there]) => !there).map(([name]) => name);
  if (names.length === 0 || process.env['METAFORGE_TEST_ALL']) return false;
  return `skipped: no ${names.join(', no ')}`;
}

/** What tests with a gateway need. */
export const GATEWAY: [string, boolean][] = [
  ['packaged gateway (mvn package builds it)', existsSync(join(APP, 'metaforge.jar'))],
  ['Java', process.env['JAVA_HOME'] !== undefined || spawnSync('java', ['-version']).status === 0],
];

/** A folder for a test, deleted when the process ends. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'metaforge-client-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Makes a workspace with a document in it. */
export function workspace(): string {
  const path = join(folder(), 'workspace');
  mkdirSync(path);
  writeFileSync(join(path, 'PRD.md'), PRD);
  return path;
}

/** Waits until nothing listens on a port, since other tests want the documented one as well. */
export async function awaitFree(port: number, milliseconds = 180_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await Promise.all([isFree(port, '127.0.0.1'), isFree(port, '::1')])).every((free) => free)) {
    if (performance.now() > end) throw new Error(`port ${port} is still taken`);
    await after(500);
  }
}

async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** Returns a port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A gateway that runs. */
export class Gateway {
  readonly port: number;
  readonly workspace: string;
  readonly #options: string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, workspace: string, options: string[]) {
    this.port = port;
    this.workspace = workspace;
    this.#options = options;
  }

  /** Starts one and waits until it is healthy. */
  static async start(
    options: { port?: number; workspace?: string; options?: string[] } = {},
  ): Promise<Gateway> {
    const gateway = new Gateway(
      options.port ?? (await freePort()),
      options.workspace ?? workspace(),
      options.options ?? [],
    );
    await gateway.start();
    return gateway;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Reads a file of the workspace; undefined where there is none. */
  file(path: string): string | undefined {
    const file = join(this.workspace, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  async start(): Promise<void> {
    const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('METAFORGE_'));
    const log = `${this.workspace}.log`;
    const output = openSync(log, 'a');
    const child = spawn(
      projectFile('metaforge'),
      ['serve', '--workspace', this.workspace, '--port', String(this.port), ...this.#options],
      {
        env: { ...Object.fromEntries(environment), METAFORGE_APP: APP, METAFORGE_NO_ARCHIVE: '1' },
        stdio: ['ignore', output, output],
      },
    );
    closeSync(output);
    this.#process = child;
    process.once('exit', () => child.kill('SIGKILL'));
    const end = performance.now() + 90_000;
    for (;;) {
      const healthy = await fetch(`${this.url}/api/v1/health`).then(
        (response) => response.ok,
        () => false,
      );
      if (healthy && child.exitCode === null) return;
      if (child.exitCode !== null || performance.now() > end) {
        throw new Error(`the gateway does not start:\n${readFileSync(log, 'utf8')}`);
      }
      await after(20);
    }
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
