// Compiles the tests and runs them. Arguments choose test files by a part of their name.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const wanted = process.argv.slice(2);

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(`${root}/build`, { recursive: true, force: true });
run(tsc, '-p', 'tsconfig.test.json');
const files = readdirSync(`${root}/build`)
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .map((file) => `build/${file}`);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const limits =
  major > 20 || (major === 20 && minor >= 11) ? ['--test-timeout=300000', '--test-concurrency=1'] : [];
// One file at a time: several of them start a gateway.
run('--test', ...limits, ...files);
