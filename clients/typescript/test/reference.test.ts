// The package as its users get it: packed, installed from the tarball, checked by their compiler, run by their Node.js.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import * as metaforge from '@metaforge/client';
import { MetaForgeClient, Session } from '@metaforge/client';
import { publint } from 'publint';
import { awaitFree, folder, GATEWAY, Gateway, missing } from './gateway.js';
import { assertPrinted, blocks, GUIDE } from './guide.js';
import { packageFile, projectFile } from './places.js';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const DOCUMENTED_PORT = 3000;

/** Returns the only block of a language below a heading of the reference, byte for byte. */
function snippet(heading: string, language: string): string {
  const reference = readFileSync(projectFile('docs/reference.md'), 'utf8');
  const section = reference.split(/^#+ /m).find((each) => each.startsWith(`${heading}\n`));
  const blocks = section?.split(`\`\`\`${language}\n`).slice(1) ?? [];
  assert.equal(blocks.length, 1, `${language} below '${heading}'`);
  return blocks[0]?.split('```')[0] ?? '';
}

/** Runs a program and returns what it prints; fails where it does. */
function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
  });
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${error?.message ?? ''}\n${stdout}${stderr}`);
  return stdout;
}

const npm = spawnSync('npm', ['--version']).status === 0;

describe('the packed package', { skip: missing(['npm', npm]) }, () => {
  let tarball: string;
  let files: string[];

  /** Makes what a checkout is after `npm ci`: with what the build needs, and without what it makes. */
  function checkout(): string {
    const path = folder();
    const made = ['node_modules', 'dist', 'build'].map((name) => packageFile(name));
    cpSync(packageFile(''), path, { recursive: true, filter: (source) => !made.includes(source) });
    symlinkSync(packageFile('node_modules'), join(path, 'node_modules'));
    return path;
  }

  before(() => {
    const target = folder();
    // What the scripts print would stand before the JSON.
    const [packed] = JSON.parse(
      run(checkout(), 'npm', 'pack', '--silent', '--json', '--pack-destination', target),
    ) as {
      filename: string;
      files: { path: string }[];
    }[];
    assert.ok(packed);
    tarball = join(target, packed.filename.replace('@', '').replace('/', '-'));
    files = packed.files.map((file) => file.path);
  });

  /** Makes an empty project and installs the tarball into it, without a network. */
  function project(manifest: Record<string, unknown>): string {
    const path = folder();
    writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'mine', private: true, ...manifest }));
    run(path, 'npm', 'install', '--offline', '--no-audit', '--no-fund', '--no-package-lock', tarball);
    return path;
  }

  test('holds the two builds with their types, the readme, and nothing else', () => {
    const sources = [
      'arguments',
      'cancellation',
      'client',
      'errors',
      'event-types',
      'events',
      'http',
      'index',
      'key',
      'session',
      'shared-events',
      'sse',
      'types',
      'url',
      'waiting',
    ];
    const built = ['esm', 'cjs'].flatMap((kind) => [
      `dist/${kind}/package.json`,
      ...sources.flatMap((name) => [`dist/${kind}/${name}.d.ts`, `dist/${kind}/${name}.js`]),
    ]);
    assert.deepEqual(files.sort(), ['README.md', 'package.json', ...built].sort());
  });

  test('depends on nothing', () => {
    const path = project({});
    const installed = JSON.parse(run(path, 'npm', 'ls', '--all', '--json')) as {
      dependencies: Record<string, { dependencies?: unknown }>;
    };
    assert.deepEqual(Object.keys(installed.dependencies), ['@metaforge/client']);
    assert.equal(installed.dependencies['@metaforge/client']?.dependencies, undefined);
  });

  test('resolves, with types, for every kind of module (publint, attw)', async () => {
    const data = new Uint8Array(readFileSync(tarball));
    const { messages } = await publint({ pack: { tarball: data.buffer } });
    assert.deepEqual(messages, []);
    const analysis = await checkPackage(createPackageFromTarballData(data));
    assert.ok(analysis.types !== false, 'it has types');
    assert.deepEqual(analysis.problems, []);
  });

  test('the code uses nothing of Node.js', () => {
    for (const file of files.filter((each) => each.endsWith('.js') && each.startsWith('dist/esm'))) {
      const code = readFileSync(packageFile(file), 'utf8');
      assert.doesNotMatch(code, /\bfrom '(?!\.\/)|\bimport\(|\brequire\(|\bprocess\.|\bBuffer\b/, file);
    }
  });

  describe("the reference's snippet", { skip: missing(...GATEWAY) }, () => {
    const typescript = snippet('TypeScript/JavaScript', 'typescript');
    let gateway: Gateway;

    before(async () => {
      await awaitFree(DOCUMENTED_PORT);
      gateway = await Gateway.start({ port: DOCUMENTED_PORT });
    });
    after(() => gateway?.stop());

    /** Asserts that so many runs were approved in all, and that the last one's file is in the workspace. */
    async function assertApproved(count: number, text: RegExp): Promise<void> {
      const { sessions } = await new MetaForgeClient(gateway.url).sessions();
      assert.deepEqual(
        sessions.map((session) => `${session.skill} ${session.status}`),
        Array.from({ length: count }, () => 'spec approved'),
      );
      assert.match(gateway.file('constraints.json') ?? '', text);
    }

    test('is the one the reference has', () => {
      assert.match(typescript, /new MetaForgeClient\('http:\/\/localhost:3000'\)/);
      assert.equal(snippet('TypeScript/JavaScript', 'bash'), 'npm install @metaforge/client\n');
    });

    test('passes the compiler and runs as an ES module, as printed', async () => {
      const path = project({ type: 'module' });
      writeFileSync(join(path, 'snippet.ts'), typescript);
      const options = ['--strict', '--target', 'es2022', '--module', 'nodenext'];
      run(path, process.execPath, tsc, ...options, 'snippet.ts');
      run(path, process.execPath, 'snippet.js');
      await assertApproved(1, /supply_voltage/);

      // And where tools that make one file of many resolve it.
      const bundled = [
        '--strict',
        '--target',
        'es2022',
        '--module',
        'esnext',
        '--moduleResolution',
        'bundler',
      ];
      run(path, process.execPath, tsc, ...bundled, '--noEmit', 'snippet.ts');
    });

    test('runs as CommonJS, where the import is a require', async () => {
      const path = project({});
      // Without a change there would be nothing to approve.
      appendFileSync(join(gateway.workspace, 'PRD.md'), '\n## Mechanical\n\n- Weight: at most 7 g\n');
      const body = typescript.replace(/^import .*\n/, '');
      assert.notEqual(body, typescript);
      const indented = `(async () => {\n${body}})();\n`;
      writeFileSync(
        join(path, 'snippet.cjs'),
        `const { MetaForgeClient } = require('@metaforge/client');\n${indented}`,
      );
      run(path, process.execPath, 'snippet.cjs');
      await assertApproved(2, /at most 7 g/);

      const source = `import metaforge = require('@metaforge/client');\nconst { MetaForgeClient } = metaforge;\n${indented}`;
      mkdirSync(join(path, 'typed'));
      writeFileSync(join(path, 'typed/snippet.cts'), source);
      const options = ['--strict', '--target', 'es2022', '--module', 'node16'];
      run(path, process.execPath, tsc, ...options, '--noEmit', 'typed/snippet.cts');
    });
  });

  describe('the guide', { skip: missing(...GATEWAY) }, () => {
    let gateway: Gateway;

    before(async () => {
      await awaitFree(DOCUMENTED_PORT);
      gateway = await Gateway.start({ port: DOCUMENTED_PORT });
    });
    after(() => gateway?.stop());

    test('works as written: its programs pass the compiler, run one after the other, and print what it says', () => {
      const path = project({ type: 'module' });
      const programs = blocks().filter((block) => ['ts', 'js'].includes(block.language));
      for (const { language, text, line } of programs) {
        writeFileSync(join(path, `line${line}.${language === 'js' ? 'cjs' : 'ts'}`), text);
      }
      const sources = programs
        .filter((block) => block.language === 'ts')
        .map((block) => `line${block.line}.ts`);
      const types = ['--typeRoots', packageFile('node_modules/@types'), '--types', 'node', '--skipLibCheck'];
      run(
        path,
        process.execPath,
        tsc,
        '--strict',
        '--target',
        'es2022',
        '--module',
        'nodenext',
        ...types,
        ...sources,
      );
      for (const block of programs) {
        const file = `line${block.line}.${block.language === 'js' ? 'cjs' : 'js'}`;
        assertPrinted(block, run(path, process.execPath, file));
      }
      assert.ok(gateway.file('architecture.md'), 'what the guide approves is written');
    });

    test('and so does the program of the readme', () => {
      const path = project({ type: 'module' });
      const [install, program, ...others] = blocks(packageFile('README.md'));
      assert.equal(install?.text, snippet('TypeScript/JavaScript', 'bash'));
      assert.deepEqual(others, []);
      writeFileSync(join(path, 'readme.ts'), program?.text ?? '');
      run(path, process.execPath, tsc, '--strict', '--target', 'es2022', '--module', 'nodenext', 'readme.ts');
      assert.match(run(path, process.execPath, 'readme.js'), /session\.started.*approval\.approved/s);
    });

    test('has no block that nobody checks', () => {
      const others = blocks().filter((block) => !['ts', 'js'].includes(block.language));
      // The page is opened by the test of the browser, and the command is the reference's.
      assert.deepEqual(
        others.map((block) => block.language),
        ['sh', 'html'],
      );
      assert.equal(others[0]?.text, snippet('TypeScript/JavaScript', 'bash'));
    });

    test('lists every method and every error', () => {
      const page = readFileSync(GUIDE, 'utf8');
      const methods = [MetaForgeClient, Session].flatMap((type) =>
        Object.entries(Object.getOwnPropertyDescriptors(type.prototype))
          .filter(
            ([name, { value }]) =>
              typeof value === 'function' && !['constructor', 'toJSON', 'toString'].includes(name),
          )
          .map(([name]) => name),
      );
      for (const method of methods) assert.match(page, new RegExp(`\\| .*\`${method}\\(`), method);
      for (const [name, value] of Object.entries(metaforge)) {
        if (value.prototype instanceof Error) assert.ok(page.includes(`\`${name}\``), name);
      }
    });
  });
});
