// HTTP servers that answer as a test wants, also wrongly.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** A request as it came. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Handler = (request: Received, response: ServerResponse, count: number) => void | Promise<void>;

/** Starts a server for the time of a test, and returns its address and all requests it got. */
export async function serve(
  t: TestContext,
  handler: Handler,
): Promise<{ url: string; requests: Received[] }> {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const received = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body,
    };
    requests.push(received);
    await handler(received, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Returns the address of a port where nothing listens. */
export async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<unknown>((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function failure(
  response: ServerResponse,
  status: number,
  code: string,
  details: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): void {
  json(response, status, { error: { code, message: `This is ${code}`, details } }, headers);
}

/** A session as a gateway shows it. */
export function session(id: string, status = 'running'): Record<string, unknown> {
  const time = '2026-02-03T10:30:00Z';
  return { id, skill: 'spec', status, created: time, updated: time, agent: 'requirements-agent' };
}
