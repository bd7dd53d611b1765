// The events of the gateway, as its AsyncAPI document has them. A test compares every member with that document.

import type { ApprovalRequest, Failure, Open } from './types.js';

interface Recorded<Name extends string, Data> {
  event: Name;
  data: Data;
  /** Position in the log, ascending; numbers may be left out. */
  id: number;
  /** When it happened; ISO 8601, UTC. */
  time: string;
}

/** Execution began; a second time if a gateway died during the run. */
export type SessionStarted = Recorded<'session.started', { session_id: string; skill: string }>;

/** The agent came further. `progress` goes from 0 to 1; reports in quick succession may be merged. */
export type AgentProgress = Recorded<
  'agent.progress',
  { session_id: string; agent: string; progress: number; message: string }
>;

/** The run ended well: with a proposal to decide on, or with nothing to write. */
export type SessionComplete = Recorded<
  'session.complete',
  {
    session_id: string;
    status: Open<'pending_approval' | 'completed'>;
    artifacts: string[];
    approval?: ApprovalRequest;
  }
>;

/** The run failed. */
export type SessionFailed = Recorded<
  'session.failed',
  { session_id: string; status: 'failed'; error: Failure }
>;

/** Somebody called the session off. */
export type SessionCancelled = Recorded<
  'session.cancelled',
  { session_id: string; status: 'cancelled'; actor: string }
>;

/** The approved files are in the workspace. */
export type ApprovalApproved = Recorded<
  'approval.approved',
  {
    session_id: string;
    status: 'approved';
    artifacts: string[];
    actor: string;
    digest: string;
    comment?: string;
  }
>;

/** The proposal was turned down. */
export type ApprovalRejected = Recorded<
  'approval.rejected',
  { session_id: string; status: 'rejected'; actor: string; digest: string; reason?: string }
>;

/** The run may use more of the language model, and begins again. */
export type BudgetApproved = Recorded<
  'budget.approved',
  {
    session_id: string;
    status: 'running';
    approval: ApprovalRequest;
    actor: string;
    digest: string;
    comment?: string;
  }
>;

/** The session and its artifacts are gone; its events and its decision stay. */
export type SessionDeleted = Recorded<'session.deleted', { session_id: string; actor: string }>;

/** Events were trimmed from the log before they could be delivered: read the state of what you follow anew. */
export interface Gap {
  event: 'gap';
  data: { from: number; to: number };
  id?: number;
  time?: string;
}

/** The events this version knows. */
export type KnownEvent =
  | SessionStarted
  | AgentProgress
  | SessionComplete
  | SessionFailed
  | SessionCancelled
  | ApprovalApproved
  | ApprovalRejected
  | BudgetApproved
  | SessionDeleted
  | Gap;

declare const unknownName: unique symbol;

/** An event that a newer gateway has added, delivered as it is. */
export interface UnknownEvent {
  /** The brand lets TypeScript tell it from the known names; as a value it is a string like theirs. */
  event: `${string}.${string}` & { readonly [unknownName]: never };
  data: Record<string, unknown>;
  id: number;
  time: string;
}

/** Any event; `switch (event.event)` tells them apart. */
export type GatewayEvent = KnownEvent | UnknownEvent;
