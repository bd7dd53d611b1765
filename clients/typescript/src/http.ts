// Requests and answers: JSON, time limits, repeating what is safe to repeat, and failures as typed errors.

import { requireKey, requireTime } from './arguments.js';
import { backOff, Cancellation, delay } from './cancellation.js';
import { ApiError, apiError, GatewayUnreachableError } from './errors.js';
import type { Failure } from './types.js';

/** What {@link https://developer.mozilla.org/docs/Web/API/fetch fetch} is. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** What every call takes. */
export interface CallOptions {
  /** Ends the call; it then throws the signal's reason, by default an `AbortError`. */
  signal?: AbortSignal | undefined;
  /** Milliseconds that each request may take, instead of the client's. */
  timeout?: number | undefined;
}

/** A request below `/api/v1`. */
export interface Call extends CallOptions {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  accept?: string;
  body?: unknown;
  idempotencyKey?: string | undefined;
  /** 0 to send it once only. */
  retries?: number | undefined;
  /** Whether a success is the gateway's, rather than that of something else at its address. */
  isOurs?: (answer: Answer) => boolean;
  /** Whether an answer that is no success is one all the same. */
  isAnswer?: (status: number, body: unknown) => boolean;
  sessionId?: string | undefined;
}

/** An answer whose body is there. */
export interface Answer {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
}

/** How to reach the gateway. */
export interface HttpOptions {
  base: string;
  apiKey: string | undefined;
  timeout: number;
  retries: number;
  fetch: Fetch | undefined;
  signal: AbortSignal | undefined;
}

/** The longest `Retry-After`, in seconds, that is waited for. */
const LONGEST_PAUSE = 60;

/** Sends requests to one gateway. */
export class Http {
  readonly #options: HttpOptions;
  readonly #fetch: Fetch;
  #answered = false;

  constructor(options: HttpOptions) {
    this.#options = options;
    // Looked up with each call, so that it can be replaced later, and called without a `this`, as browsers want it.
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  }

  /** Address of the gateway. */
  get base(): string {
    return this.#options.base;
  }

  /** Signal of the client as a whole. */
  get signal(): AbortSignal | undefined {
    return this.#options.signal;
  }

  /** Sends a request and reads JSON: an object with one of these members, or else it was not a gateway that answered. */
  async json<T extends object>(call: Call, ...members: (keyof T & string)[]): Promise<T> {
    const answer = await this.send(call);
    const body = parse(answer.bytes);
    if (typeof body !== 'object' || body === null || !members.some((member) => member in body))
      throw this.#unexpected(call, answer);
    return body as T;
  }

  /** Sends a request, again where that is safe and may help, and reads the answer to its end. */
  async send(call: Call): Promise<Answer> {
    const retries = call.retries ?? this.#options.retries;
    if (call.timeout !== undefined) requireTime(call.timeout, 'timeout');
    if (call.idempotencyKey !== undefined) requireKey(call.idempotencyKey);
    // Once for all repeats, which have to be the same. What cannot be written as JSON is a TypeError here.
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    let mayBeDone = false;
    for (let repeats = 0; ; repeats++) {
      let failure: unknown;
      try {
        const answer = await this.#exchange(call, body);
        if (this.#isGood(call, answer)) return answer;
        failure = this.#isSuccess(answer) ? this.#unexpected(call, answer) : this.#failure(call, answer);
        // One of the earlier attempts did it.
        if (call.method === 'DELETE' && mayBeDone && isNotFound(failure)) return answer;
      } catch (error) {
        failure = error;
      }
      mayBeDone ||= mayHaveArrived(failure);
      if (repeats >= retries || !this.isPassing(failure)) throw failure;
      const pause = pauseAfter(failure, repeats);
      if (pause === undefined) throw failure;
      const cancellation = new Cancellation(this.#options.signal, call.signal);
      try {
        await delay(pause, cancellation.signal);
      } finally {
        cancellation.release();
      }
    }
  }

  /** Answers whether a failure may be gone when the request is sent again. */
  isPassing(failure: unknown): boolean {
    if (failure instanceof GatewayUnreachableError) {
      // Nobody likes to wait for a gateway that is not started.
      return this.#answered || !isRefusal(failure.cause);
    }
    if (!(failure instanceof ApiError)) return false;
    const { status, code } = failure;
    return status === 429 || status === 502 || status === 503 || (status === 504 && code !== 'TIMEOUT');
  }

  /**
   * Sends a request once and answers as soon as the head of the answer is there. The caller reads the body, which the
   * cancellation still rules.
   *
   * @throws ApiError where the status is no success
   */
  async open(call: Call, cancellation: Cancellation): Promise<Response> {
    const limit = call.timeout ?? this.#options.timeout;
    const inTime = cancellation.abortAfter(limit, () => new TimeOver(limit));
    try {
      const response = await this.#fetch(this.#url(call), this.#init(call, cancellation.signal));
      this.#answered = true;
      if (!response.ok) throw this.#failure(call, await read(response));
      return response;
    } catch (error) {
      throw this.#translated(error, call, cancellation.signal);
    } finally {
      inTime();
    }
  }

  /** Makes an error of an answer that is not what was asked for. */
  unexpected(call: Call, status: number, headers: Headers): ApiError {
    return this.#unexpected(call, { status, headers, bytes: new Uint8Array() });
  }

  /** Makes an error of an event that is none. */
  unreadable(data: string, sessionId: string | undefined): ApiError {
    return new ApiError({
      code: 'UNEXPECTED_RESPONSE',
      message: `An event of the MetaForge gateway at ${this.#options.base} cannot be read; is a proxy in between?`,
      details: { beginning: this.#withoutKey(data).slice(0, 200) },
      status: 200,
      sessionId,
    });
  }

  async #exchange(call: Call, body: string | undefined): Promise<Answer> {
    const cancellation = new Cancellation(this.#options.signal, call.signal);
    const limit = call.timeout ?? this.#options.timeout;
    cancellation.abortAfter(limit, () => new TimeOver(limit));
    try {
      const response = await this.#fetch(this.#url(call), this.#init(call, cancellation.signal, body));
      this.#answered = true;
      return await read(response);
    } catch (error) {
      throw this.#translated(error, call, cancellation.signal);
    } finally {
      cancellation.release();
    }
  }

  #url(call: Call): string {
    return `${this.#options.base}/api/v1${call.path}`;
  }

  #init(call: Call, signal: AbortSignal, body?: string): RequestInit {
    const headers: Record<string, string> = { Accept: call.accept ?? 'application/json' };
    if (this.#options.apiKey !== undefined) headers['Authorization'] = `Bearer ${this.#options.apiKey}`;
    if (call.idempotencyKey !== undefined) headers['Idempotency-Key'] = call.idempotencyKey;
    // A gateway redirects nowhere; what is sent, and the key, are not for whoever the redirect leads to.
    const init: RequestInit = { method: call.method ?? 'GET', headers, signal, redirect: 'manual' };
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
      init.body = body;
    }
    return init;
  }

  #isSuccess({ status }: Answer): boolean {
    return status >= 200 && status < 300;
  }

  #isGood(call: Call, answer: Answer): boolean {
    if (this.#isSuccess(answer)) return call.isOurs?.(answer) ?? true;
    return call.isAnswer?.(answer.status, parse(answer.bytes)) ?? false;
  }

  #failure(call: Call, answer: Answer): ApiError {
    const error = failureIn(parse(answer.bytes));
    if (error === undefined) return this.#unexpected(call, answer);
    const named = error.details['session_id'];
    return apiError({
      ...error,
      message: this.#withoutKey(error.message),
      status: answer.status,
      retryAfter: retryAfter(answer.headers),
      sessionId: call.sessionId ?? (typeof named === 'string' ? named : undefined),
    });
  }

  #unexpected(call: Call, answer: Answer): ApiError {
    const type = answer.headers.get('content-type')?.split(';')[0] || 'no media type';
    // Browsers hide the status of a redirect that is not followed.
    const status = answer.status === 0 ? 'a redirect' : answer.status;
    return new ApiError({
      code: 'UNEXPECTED_RESPONSE',
      message:
        `${call.method ?? 'GET'} ${this.#url(call)} got an answer that is not a MetaForge gateway's ` +
        `(${status}, ${type}, ${answer.bytes.length} bytes); is the address right, and is a proxy in between?`,
      details: { beginning: this.#withoutKey(new TextDecoder().decode(answer.bytes)).slice(0, 200) },
      status: answer.status,
      retryAfter: retryAfter(answer.headers),
      sessionId: call.sessionId,
    });
  }

  /** Takes the API key out of what came from elsewhere, should it repeat it. */
  #withoutKey(text: string): string {
    const { apiKey } = this.#options;
    return apiKey === undefined ? text : text.replaceAll(apiKey, '***');
  }

  #translated(error: unknown, call: Call, signal: AbortSignal): unknown {
    if (error instanceof ApiError) return error;
    if (signal.aborted && !(signal.reason instanceof TimeOver)) return signal.reason;
    const why = signal.aborted ? (signal.reason as TimeOver).message : reasonIn(error);
    return new GatewayUnreachableError(
      `No answer from the MetaForge gateway at ${this.#options.base} to ${call.method ?? 'GET'} /api/v1${call.path}: ${why}`,
      { cause: signal.aborted ? signal.reason : error },
    );
  }
}

/** Why a request was ended by this client itself. */
class TimeOver extends Error {
  constructor(milliseconds: number) {
    super(`nothing came within ${milliseconds / 1000} s`);
  }
}

async function read(response: Response): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
}

/** Returns the media type of an answer, without parameters. */
export function mediaType({ headers }: Answer): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Returns the JSON value, or undefined where it is none. */
export function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function failureIn(body: unknown): Failure | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { error } = body as { error?: unknown };
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, message, details } = error as Record<string, unknown>;
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  return {
    code,
    message,
    details: typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {},
  };
}

/** Reads `Retry-After`, seconds or a date, in seconds; a date counts from the sender's own, whatever the time is here. */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const until = httpDate(value);
  if (until === undefined) return undefined;
  // Browsers hide the date of another origin's answer.
  const from = httpDate(headers.get('date')?.trim() ?? '') ?? Date.now();
  return Math.max(0, Math.ceil((until - from) / 1000));
}

/** Reads a date as HTTP writes it; `Date.parse` alone makes dates of anything. */
function httpDate(text: string): number | undefined {
  return /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)
    ? Date.parse(text)
    : undefined;
}

/** Returns the milliseconds to wait before a repeat; undefined where the gateway asks for more than anybody waits. */
export function pauseAfter(failure: unknown, failures: number): number | undefined {
  const asked = failure instanceof ApiError ? failure.retryAfter : undefined;
  if (asked === undefined) return backOff(failures);
  // With an own share, too: 'Retry-After: 0' of many clients, or of a stream's, would be repeated without any pause.
  return asked > LONGEST_PAUSE ? undefined : Math.max(asked * 1000, backOff(failures));
}

/**
 * Answers whether there is nobody at the address. Browsers do not tell, and neither does anybody of a request that never
 * went out; both come without a code of the system.
 */
function isRefusal(cause: unknown): boolean {
  if (cause instanceof TimeOver) return false;
  const codes = codesIn(cause);
  return codes.length === 0 || codes.some((code) => code === 'ECONNREFUSED' || code === 'ENOTFOUND');
}

/** The system's codes of connections that were never made. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Answers whether the gateway may have done what it was asked for, though the answer is a failure. What it refuses itself it
 * has not done, and neither what never reached it; what is lost on the way, or behind a proxy, may have been done.
 */
function mayHaveArrived(failure: unknown): boolean {
  if (failure instanceof GatewayUnreachableError) {
    return !codesIn(failure.cause).some((code) => NEVER_CONNECTED.has(code));
  }
  if (!(failure instanceof ApiError)) return false;
  const { status, code } = failure;
  // Some proxies say 503, too, where the connection behind them is lost.
  return status === 502 || status === 504 || (status === 503 && code === 'UNEXPECTED_RESPONSE');
}

/** Answers whether the gateway itself, rather than something in between, says that there is no such thing. */
function isNotFound(failure: unknown): boolean {
  return failure instanceof ApiError && failure.status === 404 && failure.code === 'NOT_FOUND';
}

/** Collects the system's error codes, which Node.js hides in causes and, for several addresses, in aggregates. */
function codesIn(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  return [
    ...(typeof code === 'string' ? [code] : []),
    ...codesIn(cause),
    ...(Array.isArray(errors) ? errors.flatMap(codesIn) : []),
  ];
}

/** Says why there was no answer, as precisely as is known. */
function reasonIn(error: unknown): string {
  const codes = codesIn(error);
  if (codes.includes('ECONNREFUSED')) return 'nothing listens there; is it started?';
  if (codes.includes('ENOTFOUND')) return 'that name is not known';
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : '';
  return inner === '' ? error.message : inner;
}
