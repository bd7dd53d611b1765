// Compares the package's types with those generated from the gateway's documents. Compiled by contract.test.ts, never run.
import type { components as events } from './asyncapi.js';
import type { components as rest } from './openapi.js';
import type * as ours from './types.js';

/** The literals of a union that may also hold any other string. */
type Literals<T> = T extends string ? (string extends T ? never : T) : never;

/** Unlike NonNullable, leaves the rest of a union as it is. */
type Present<T> = Exclude<T, null | undefined>;

/** A type without what may differ: null beside absence, and openness to values that are not known yet. */
type Shape<T> = [T] extends [string]
  ? [Literals<T>] extends [never]
    ? string
    : Literals<T>
  : T extends readonly (infer E)[]
    ? Shape<Present<E>>[]
    : T extends object
      ? { [K in keyof T]: Shape<Present<T[K]>> }
      : T;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Names whose types differ, and names that only one side has. */
type Differing<Ours, Theirs> =
  | {
      [N in keyof Ours & keyof Theirs]: Equal<Shape<Ours[N]>, Shape<Theirs[N]>> extends true ? never : N;
    }[keyof Ours & keyof Theirs]
  | Exclude<keyof Ours, keyof Theirs>
  | Exclude<keyof Theirs, keyof Ours>;

interface Schemas {
  SessionId: string;
  SkillName: string;
  Digest: string;
  WorkspacePath: string;
  DiffStat: string;
  AgentInRuns: string;
  Status: ours.Status;
  Change: ours.Change;
  ToolState: ours.ToolState;
  RunInput: ours.RunInput;
  RunOptions: ours.RunOptions;
  CreateSessionRequest: ours.CreateSessionRequest;
  RunAgentRequest: ours.RunAgentRequest;
  ApproveRequest: ours.ApproveRequest;
  RejectRequest: ours.RejectRequest;
  SessionSummary: ours.SessionSummary;
  SessionList: ours.SessionList;
  SessionResponse: ours.SessionResponse;
  Artifact: ours.Artifact;
  ArtifactList: ours.ArtifactList;
  ArtifactCause: ours.ArtifactCause;
  Warning: ours.Warning;
  NotableArtifact: ours.NotableArtifact;
  DeleteResponse: ours.DeleteResponse;
  AgentStatus: ours.AgentStatus;
  PendingList: ours.PendingList;
  PendingApproval: ours.PendingApproval;
  Decision: ours.Decision;
  ApproveResponse: ours.ApproveResponse;
  RejectResponse: ours.RejectResponse;
  CancelResponse: ours.CancelResponse;
  AuditList: ours.AuditList;
  SkillList: ours.SkillList;
  Skill: ours.Skill;
  EventList: ours.EventList;
  Event: ours.EventMessage;
  HealthResponse: ours.HealthResponse;
  StatusResponse: ours.StatusResponse;
  Failure: ours.Failure;
  ErrorResponse: ours.ErrorResponse;
  ModelUsage: ours.ModelUsage;
  ApprovalRequest: ours.ApprovalRequest;
}

/** Beside the events, the document has these names for parts of them. */
type Parts = 'id' | 'time' | 'sessionId' | 'paths' | 'digest' | 'approval';

interface Events {
  sessionStarted: ours.SessionStarted;
  agentProgress: ours.AgentProgress;
  sessionComplete: ours.SessionComplete;
  sessionFailed: ours.SessionFailed;
  sessionCancelled: ours.SessionCancelled;
  approvalApproved: ours.ApprovalApproved;
  approvalRejected: ours.ApprovalRejected;
  budgetApproved: ours.BudgetApproved;
  sessionDeleted: ours.SessionDeleted;
  gap: Pick<ours.Gap, 'event' | 'data'>;
}

// An error here names what differs.
export const schemas: Record<Differing<Schemas, rest['schemas']>, 'differs'> = {};
export const messages: Record<Differing<Events, Omit<events['schemas'], Parts>>, 'differs'> = {};
export const known: Equal<ours.KnownEvent['event'], Events[keyof Events]['event']> = true;
