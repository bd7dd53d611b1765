// The package's types say what the gateway's OpenAPI and AsyncAPI documents say.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { before, test } from 'node:test';
import openapi, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { packageFile, projectFile } from './places.js';

/** A document of any form. */
type Document = any;

const read = (path: string): Document => JSON.parse(readFileSync(projectFile(path), 'utf8'));
const rest = (): Document =>
  read('metaforge-adapter-rest/src/main/resources/io/metaforge/adapter/rest/openapi.json');
const events = (): Document =>
  read('metaforge-adapter-ws/src/main/resources/io/metaforge/adapter/ws/asyncapi.json');

async function types(document: Document): Promise<string> {
  return astToString(await openapi(document, { defaultNonNullable: false, emptyObjectsUnknown: true }));
}

/** AsyncAPI has its schemas where OpenAPI has them. */
function asOpenApi(document: Document): Document {
  return {
    openapi: '3.1.0',
    info: { title: 'events', version: '1' },
    paths: {},
    components: { schemas: document.components.schemas },
  };
}

/** Compiles the comparison and returns what TypeScript finds. */
async function differences(openApi: Document, asyncApi: Document): Promise<string[]> {
  const folder = packageFile('build/contract');
  mkdirSync(folder, { recursive: true });
  copyFileSync(packageFile('test/contract/check.ts'), `${folder}/check.ts`);
  writeFileSync(`${folder}/types.ts`, "export type * from '../../dist/esm/index.js';\n");
  writeFileSync(`${folder}/openapi.ts`, await types(openApi));
  writeFileSync(`${folder}/asyncapi.ts`, await types(asOpenApi(asyncApi)));
  const program = ts.createProgram([`${folder}/check.ts`], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map((each) => ts.flattenDiagnosticMessageText(each.messageText, '\n'));
}

let openApi: Document;
let asyncApi: Document;

before(() => {
  openApi = rest();
  asyncApi = events();
});

test('every schema and every event has the members it has in the documents', async () => {
  assert.deepEqual(await differences(openApi, asyncApi), []);
});

const changes: [string, string, (openApi: Document, asyncApi: Document) => void][] = [
  [
    'a member more',
    'SessionResponse',
    ({ components }) => {
      components.schemas.SessionResponse.properties.tokens = { type: 'integer' };
    },
  ],
  [
    'a member less in something nested',
    'StatusResponse',
    ({ components }) => {
      delete components.schemas.StatusResponse.properties.tools.items.properties.advice;
    },
  ],
  [
    'an optional member required',
    'AgentStatus',
    ({ components }) => {
      components.schemas.AgentStatus.required.push('digest');
    },
  ],
  [
    'another type',
    'HealthResponse',
    ({ components }) => {
      components.schemas.HealthResponse.properties.uptime.type = 'string';
    },
  ],
  [
    'a value more',
    'Status',
    ({ components }) => {
      components.schemas.Status.enum.push('paused');
    },
  ],
  [
    'a schema more',
    'Budget',
    ({ components }) => {
      components.schemas.Budget = { type: 'object' };
    },
  ],
  [
    'an event with a member more',
    'agentProgress',
    (_, { components }) => {
      components.schemas.agentProgress.properties.data.properties.step = { type: 'integer' };
    },
  ],
];

for (const [name, culprit, change] of changes) {
  test(`the comparison finds ${name}`, async () => {
    const [changedRest, changedEvents] = [rest(), events()];
    change(changedRest, changedEvents);
    const found = await differences(changedRest, changedEvents);
    assert.ok(
      found.some((message) => message.includes(culprit)),
      `found: ${found.join('; ')}`,
    );
  });
}

test('every operation of the document has a method', () => {
  // Those without one answer with the documents themselves.
  const methods = [
    'createSession',
    'getSession',
    'deleteSession',
    'listSessions',
    'cancelSession',
    'listArtifacts',
    'getArtifact',
    'getDiff',
    'sessionEvents',
    'events',
    'runAgent',
    'agentStatus',
    'listSkills',
    'listPending',
    'approveSession',
    'rejectSession',
    'audit',
    'health',
    'status',
    'openApi',
    'asyncApi',
  ];
  const operations = Object.values<Document>(openApi.paths).flatMap((path) =>
    Object.values<Document>(path).map((operation) => operation.operationId),
  );
  assert.deepEqual(operations.sort(), methods.sort());
});
