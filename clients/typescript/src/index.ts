/**
 * Client of the MetaForge gateway: run skills, follow them, approve what they propose.
 *
 * @packageDocumentation
 */

export type {
  ClientOptions,
  CreateOptions,
  PageOptions,
  RunSkillOptions,
  SessionsOptions,
} from './client.js';
export { MetaForgeClient } from './client.js';
export type { ApiFailure } from './errors.js';
export {
  AgentError,
  ApiError,
  ConflictError,
  ForbiddenError,
  GatewayUnreachableError,
  InternalError,
  MetaForgeError,
  NotFoundError,
  RateLimitedError,
  RunTimeoutError,
  ToolError,
  UnauthorizedError,
  UnavailableError,
  ValidationError,
  WaitTimeoutError,
} from './errors.js';
export type * from './event-types.js';
export type { EventOptions } from './events.js';
export { EventStream } from './events.js';
export type { CallOptions, Fetch } from './http.js';
export type { ApproveOptions, DiffOptions, RejectOptions, RunSessionOptions } from './session.js';
export { Session } from './session.js';
export type * from './types.js';
export type { WaitOptions } from './waiting.js';
