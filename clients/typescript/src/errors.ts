// Everything this client throws, beside TypeErrors for wrong arguments and the reason of an aborted signal.

import type { Failure } from './types.js';

/** Anything that went wrong between this client and its gateway, or inside the gateway. */
export class MetaForgeError extends Error {
  // Spelt out in each class, since tools that make code small rename classes.
  override readonly name: string = 'MetaForgeError';

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
  }
}

/** No answer came from the gateway, also after repeating what can be repeated safely. */
export class GatewayUnreachableError extends MetaForgeError {
  override readonly name: string = 'GatewayUnreachableError';
}

/** The time to wait was over; the run goes on. */
export class WaitTimeoutError extends MetaForgeError {
  override readonly name: string = 'WaitTimeoutError';

  /** The session that was waited for. */
  readonly sessionId: string;

  constructor(message: string, sessionId: string) {
    super(message);
    this.sessionId = sessionId;
  }
}

/** What an {@link ApiError} is made of. */
export interface ApiFailure extends Failure {
  /** HTTP status. */
  status: number;
  /** In seconds. */
  retryAfter?: number | undefined;
  sessionId?: string | undefined;
}

/**
 * The gateway refused a request, or a run failed. There is a subclass for each code worth telling apart; codes unknown to
 * this version come as this class itself.
 */
export class ApiError extends MetaForgeError {
  override readonly name: string = 'ApiError';

  /** HTTP status; of a run that failed, the one that the code stands for. */
  readonly status: number;
  /** Stable, such as `CONFLICT`; `UNEXPECTED_RESPONSE` where the answer was not the gateway's, but perhaps a proxy's. */
  readonly code: string;
  /** Particulars for programs, such as `field` and `expected`. */
  readonly details: Record<string, unknown>;
  /** Seconds after which to try again, where the gateway said so. */
  readonly retryAfter: number | undefined;
  /** The session it is about, where there is one. */
  readonly sessionId: string | undefined;

  constructor(failure: ApiFailure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.status = failure.status;
    this.code = failure.code;
    this.details = failure.details;
    this.retryAfter = failure.retryAfter;
    this.sessionId = failure.sessionId;
  }
}

/** The request is wrong; {@link field} and {@link expected} say where and how. */
export class ValidationError extends ApiError {
  override readonly name: string = 'ValidationError';

  /** The field at fault, such as `input.files[0]`. */
  get field(): string | undefined {
    return text(this.details['field']);
  }

  /** What was expected there. */
  get expected(): string | undefined {
    return text(this.details['expected']);
  }
}

/** The gateway wants an API key, or does not know this one. */
export class UnauthorizedError extends ApiError {
  override readonly name: string = 'UnauthorizedError';
}

/** The API key does not allow this, or the gateway does not let this page or name in. */
export class ForbiddenError extends ApiError {
  override readonly name: string = 'ForbiddenError';
}

/** There is no such thing (any more). */
export class NotFoundError extends ApiError {
  override readonly name: string = 'NotFoundError';
}

/** The state of the session, or a file that changed meanwhile, refuses it. */
export class ConflictError extends ApiError {
  override readonly name: string = 'ConflictError';

  /** The files that changed, where that is why. */
  get paths(): string[] {
    const paths = this.details['paths'];
    return Array.isArray(paths) ? paths.map(String) : [];
  }
}

/** Too many requests; {@link retryAfter} says when to go on. */
export class RateLimitedError extends ApiError {
  override readonly name: string = 'RateLimitedError';
}

/** The agent could not do its work. */
export class AgentError extends ApiError {
  override readonly name: string = 'AgentError';
}

/** An external program failed or is missing. */
export class ToolError extends ApiError {
  override readonly name: string = 'ToolError';
}

/** The run took longer than the gateway allows. */
export class RunTimeoutError extends ApiError {
  override readonly name: string = 'RunTimeoutError';
}

/** Something the gateway depends on is out of reach. */
export class UnavailableError extends ApiError {
  override readonly name: string = 'UnavailableError';
}

/** A fault of the gateway. */
export class InternalError extends ApiError {
  override readonly name: string = 'InternalError';

  /** What to look for in the gateway's log. */
  get incident(): string | undefined {
    return text(this.details['incident']);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

type ApiErrorClass = new (failure: ApiFailure, options?: { cause?: unknown }) => ApiError;

const KNOWN = new Map<string, { type: ApiErrorClass; status: number }>([
  ['VALIDATION_ERROR', { type: ValidationError, status: 400 }],
  ['UNAUTHORIZED', { type: UnauthorizedError, status: 401 }],
  ['FORBIDDEN', { type: ForbiddenError, status: 403 }],
  ['NOT_FOUND', { type: NotFoundError, status: 404 }],
  ['CONFLICT', { type: ConflictError, status: 409 }],
  ['RATE_LIMITED', { type: RateLimitedError, status: 429 }],
  ['AGENT_ERROR', { type: AgentError, status: 500 }],
  ['TOOL_ERROR', { type: ToolError, status: 500 }],
  ['INTERNAL_ERROR', { type: InternalError, status: 500 }],
  ['UNAVAILABLE', { type: UnavailableError, status: 503 }],
  ['TIMEOUT', { type: RunTimeoutError, status: 504 }],
]);

/** Makes the error of a code. */
export function apiError(failure: ApiFailure): ApiError {
  const type = KNOWN.get(failure.code)?.type ?? ApiError;
  return new type(failure);
}

/** Makes the error of a run that failed. */
export function runError(failure: Failure, sessionId: string): ApiError {
  return apiError({ ...failure, status: KNOWN.get(failure.code)?.status ?? 500, sessionId });
}
