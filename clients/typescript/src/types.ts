// What the gateway takes and answers, as its OpenAPI document has it. A test compares every member with that document.

/** Allows values that a newer gateway may add, and still offers those that are known. */
export type Open<Known extends string> = Known | (string & {});

/** State of a session. `created` waits to be run; `running` is queued or executing; `pending_approval` waits for a person. */
export type Status = Open<
  'created' | 'running' | 'pending_approval' | 'completed' | 'approved' | 'rejected' | 'failed' | 'cancelled'
>;

/** What happens to a file. */
export type Change = Open<'create' | 'modify' | 'delete'>;

/** What a run works on. */
export interface RunInput {
  /** Files of the workspace to read; the skill's default inputs where there are none. */
  files?: string[];
  /** Arguments of the skill; {@link Skill.args_schema} describes them. */
  args?: Record<string, unknown>;
}

/** How a run is done, as opposed to on what. */
export interface RunOptions {
  /** Of the language model, 0 to 2. */
  temperature?: number;
  /** Whether to report more progress. */
  verbose?: boolean;
}

/** Body of `POST /session/create`. */
export interface CreateSessionRequest {
  skill: string;
  input?: RunInput;
}

/** Body of `POST /agent/run`. */
export interface RunAgentRequest {
  /** Can be left out with `revises`: it is that session's. */
  skill?: string;
  input?: RunInput;
  options?: RunOptions;
  session_id?: string;
  /** A rejected session to revise. */
  revises?: string;
}

/** Body of `POST /approve/:session`. */
export interface ApproveRequest {
  comment?: string;
  digest?: string;
  artifacts?: string[];
}

/** Body of `POST /reject/:session`. */
export interface RejectRequest {
  reason: string;
  digest?: string;
}

/** A session in a list. */
export interface SessionSummary {
  id: string;
  skill: string;
  status: Status;
  /** ISO 8601, UTC. */
  created: string;
  /** In lists: files it wrote, and that nobody wrote since, are stale now. */
  stale?: true;
}

/** A page of sessions, newest first. */
export interface SessionList {
  sessions: SessionSummary[];
  /** How many there are in all, of the status asked for. */
  total: number;
  limit: number;
  offset: number;
}

/** A session with all that is known of it. */
export interface SessionResponse {
  id: string;
  skill: string;
  status: Status;
  /** ISO 8601, UTC. */
  created: string;
  /** When the status last changed; ISO 8601, UTC. */
  updated: string;
  /** What the run proposes or proposed; absent before it ended well. */
  output?: { artifacts: Artifact[] };
  agent?: string;
  /** Names exactly what is proposed. */
  digest?: string;
  decision?: Decision;
  /** Why the run failed. */
  error?: Failure;
  input?: RunInput;
  /** Of the language model; absent where it was not used. */
  usage?: ModelUsage;
  /** What it asks for, or was refused, without proposing files. */
  approval?: ApprovalRequest;
  /** What whoever decides should know about the run. */
  warnings?: Warning[];
  /** The rejected session that this one revises. */
  revises?: string;
  /** Sessions that revise this one, oldest first. */
  revised_by?: string[];
}

/** Something about a run that whoever decides over it should know. It stops nothing. */
export interface Warning {
  code: Open<'STALE_INPUT' | 'REPEATED_PROPOSAL'>;
  /** A sentence for a person, without its full stop. */
  message: string;
  path?: string;
  /** The other session it is about. */
  session_id?: string;
}

/** Why an approved file is not current. */
export interface ArtifactCause {
  path: string;
  reason: Open<'changed' | 'missing' | 'stale' | 'superseded'>;
  /** Whose approval wrote that file last. */
  session_id?: string;
}

/** An approved file that is not current. */
export interface NotableArtifact {
  path: string;
  session_id: string;
  skill: string;
  because: ArtifactCause[];
  /** Skills to run again for it to be current, in this order. */
  rerun: string[];
  /** All that in a sentence for a person, without its full stop. */
  message: string;
}

/** What a language model was used for. */
export interface ModelUsage {
  requests: number;
  /** That were sent, as the provider counts them. */
  input_tokens: number;
  /** That came back. */
  output_tokens: number;
  /** By the prices the gateway was told; absent where it knows none. */
  cost_usd?: number;
}

/** What a session in `pending_approval` asks for that proposes no files. */
export interface ApprovalRequest {
  /** `budget`: to use more of the language model. */
  kind: Open<'budget'>;
  /** A sentence for a person, without its full stop. */
  reason: string;
  used?: ModelAmount;
  granted?: ModelAmount;
  /** How much more an approval grants. */
  requested?: ModelAmount;
}

/** An amount of a language model. */
export interface ModelAmount {
  /** Input and output together. */
  tokens: number;
  /** US dollars; absent where money is not counted. */
  usd?: number;
}

/** A proposed file. */
export interface Artifact {
  path: string;
  type: 'file';
  /** In bytes; 0 for a deletion. */
  size: number;
  change?: Change;
  /** Lines added and removed, such as `+85 -0`. */
  diff?: string;
  /** Of the proposed bytes; absent for a deletion. */
  sha256?: string;
  /** How it goes with the workspace once it is approved. */
  state?: Open<'current' | 'stale' | 'modified' | 'missing' | 'superseded'>;
  /** What is to blame where it is not current. */
  because?: ArtifactCause[];
}

/** The files a session proposes, by path. */
export interface ArtifactList {
  session_id: string;
  artifacts: Artifact[];
  digest?: string;
}

/** Answer to a deletion. */
export interface DeleteResponse {
  success: true;
  deleted: string;
}

/** How far a run is. */
export interface AgentStatus {
  session_id: string;
  status: Status;
  agent: string;
  /** What the run proposes; absent before it ended well. */
  artifacts?: { path: string; diff: string; change?: Change; size?: number }[];
  digest?: string;
  error?: Failure;
  /** What whoever decides should know about the run. */
  warnings?: Warning[];
  /** What it asks for, or was refused, without proposing files. */
  approval?: ApprovalRequest;
}

/** A page of what waits for a decision, longest waiting first. */
export interface PendingList {
  pending: PendingApproval[];
  total?: number;
  limit?: number;
  offset?: number;
}

/** A session that waits for a decision. */
export interface PendingApproval {
  session_id: string;
  skill: string;
  /** ISO 8601, UTC. */
  created: string;
  artifacts: { path: string; size: number; diff: string; change?: Change }[];
  digest?: string;
  agent?: string;
  /** Since when it waits; ISO 8601, UTC. */
  updated?: string;
  /** What whoever decides should know about the run. */
  warnings?: Warning[];
  /** The rejected session that this one revises. */
  revises?: string;
  /** What it asks for instead of proposing files. */
  approval?: ApprovalRequest;
}

/** Who decided what, when and why. Kept for ever. */
export interface Decision {
  verdict: Open<'approved' | 'rejected'>;
  actor: string;
  /** Of an approval, or the reason of a rejection. */
  comment?: string;
  digest: string;
  /** What was approved; empty for a rejection. */
  artifacts: string[];
  /** ISO 8601, UTC. */
  time: string;
}

/** Answer to an approval. */
export interface ApproveResponse {
  session_id: string;
  status: Status;
  /** Whether the files are in the workspace. */
  applied: boolean;
  /** The files that were applied. */
  artifacts: string[];
  decision?: Decision;
}

/** Answer to a rejection. */
export interface RejectResponse {
  session_id: string;
  status: Status;
  reason: string;
  decision?: Decision;
}

/** Answer to a cancellation. */
export interface CancelResponse {
  session_id: string;
  status: Status;
}

/** A page of decisions, newest first. */
export interface AuditList {
  entries: { session_id: string; skill: string; decision: Decision }[];
  limit: number;
  offset: number;
}

/** The skills of a gateway, by name. */
export interface SkillList {
  skills: Skill[];
}

/** Something that can be asked for. */
export interface Skill {
  name: string;
  version: string;
  agent: string;
  description: string;
  /** Files it reads when a request names none. */
  inputs: string[];
  /** JSON Schema (2020-12) of the arguments. */
  args_schema: Record<string, unknown> | boolean;
  /** Glob patterns of the paths it may write, relative to the folder of its first input. */
  artifacts: string[];
  /** Who decides over its proposals. */
  approval: Open<'manual' | 'automatic'>;
}

/** Whether an external program can be used. */
export type ToolState = Open<'detected' | 'not_found' | 'too_old' | 'does_not_start'>;

/** How the gateway and what it depends on are doing. */
export interface HealthResponse {
  /** `degraded`: a component is failing. `unhealthy`: no database. */
  status: Open<'healthy' | 'degraded' | 'unhealthy'>;
  version: string;
  /** In seconds. */
  uptime: number;
  components: {
    gateway: 'ok';
    llm_provider: Open<'ok' | 'not_configured' | 'unreachable'>;
    tools: Record<string, ToolState>;
    database?: Open<'ok' | 'unavailable'>;
  };
}

/** What the gateway consists of and has to do. */
export interface StatusResponse {
  version: string;
  workspace: string;
  sessions: {
    /** Created or running. */
    active: number;
    /** Waiting for a decision. */
    pending: number;
    /** In any final state. */
    completed: number;
  };
  tools: { name: string; version?: string; available: boolean; state?: ToolState; advice?: string }[];
  agents: { name: string; version: string; loaded: boolean; problem?: string }[];
  /** How what was approved goes with the workspace as it is now. */
  artifacts: {
    checked: number;
    /** Whether those are all. */
    complete: boolean;
    stale: NotableArtifact[];
    modified: NotableArtifact[];
    missing: NotableArtifact[];
  };
  /** Of the language model, by all sessions, deleted ones included; absent where it was not used. */
  usage?: ModelUsage;
}

/** Why something failed. */
export interface Failure {
  /** Stable, such as `VALIDATION_ERROR`. */
  code: string;
  /** One sentence for a person. */
  message: string;
  /** Particulars for programs, such as `field` and `expected`. */
  details: Record<string, unknown>;
}

/** Body of every failure. */
export interface ErrorResponse {
  error: Failure;
}

/** A page of events, ascending. */
export interface EventList {
  events: EventMessage[];
  /** Position to ask for events after. */
  next: number;
}

/** An event as it is sent. {@link GatewayEvent} tells the known ones apart. */
export interface EventMessage {
  event: string;
  data: Record<string, unknown>;
  /** Position in the log, ascending; numbers may be left out. */
  id?: number;
  /** ISO 8601, UTC. */
  time?: string;
}
