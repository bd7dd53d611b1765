// A session: one run of one skill, followed from here.

import { requireWait } from './arguments.js';
import { Cancellation } from './cancellation.js';
import { runError, WaitTimeoutError } from './errors.js';
import { type EventOptions, EventStream } from './events.js';
import { type CallOptions, type Http, mediaType, parse } from './http.js';
import { newKey } from './key.js';
import type { SharedEvents } from './shared-events.js';
import type {
  AgentStatus,
  ApproveRequest,
  ApproveResponse,
  Artifact,
  ArtifactList,
  CancelResponse,
  DeleteResponse,
  Failure,
  RejectRequest,
  RejectResponse,
  RunAgentRequest,
  RunInput,
  RunOptions,
  SessionResponse,
  Status,
} from './types.js';
import { query, segment, segments } from './url.js';
import { Wait, type WaitOptions } from './waiting.js';

/** How to approve. */
export interface ApproveOptions extends CallOptions {
  /** Kept with the decision. */
  comment?: string | undefined;
  /** Approve only these files; the rest is turned down. */
  only?: readonly string[] | undefined;
  /** The change set that was reviewed, instead of the one this handle saw last. */
  digest?: string | undefined;
  /** Makes repeating this call safe across restarts of your program; by default a new one for each call. */
  idempotencyKey?: string | undefined;
}

/** How to reject. */
export interface RejectOptions extends CallOptions {
  /** The change set that was reviewed, instead of the one this handle saw last. */
  digest?: string | undefined;
  /** Makes repeating this call safe across restarts of your program; by default a new one for each call. */
  idempotencyKey?: string | undefined;
}

/** How to start a session that was created before. */
export interface RunSessionOptions extends CallOptions {
  options?: RunOptions | undefined;
  /** Makes repeating this call safe across restarts of your program; by default a new one for each call. */
  idempotencyKey?: string | undefined;
}

/** Which diff. */
export interface DiffOptions extends CallOptions {
  /** The files the proposal was made against, which is the default, or what the rejected session proposed that this one revises. */
  against?: 'workspace' | 'previous' | undefined;
}

/** What is known of a session. */
export interface Snapshot {
  id: string;
  skill: string;
  status: Status;
  agent?: string | undefined;
  digest?: string | undefined;
  error?: Failure | undefined;
  input?: RunInput | undefined;
}

/** Where Node.js asks how to show an object, whose private members it does not see. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

const QUARTER_OF_AN_HOUR = 15 * 60_000;

/**
 * A handle of a session. Its properties are what the last answer said, and reading them asks nobody; {@link refresh}
 * does.
 */
export class Session {
  readonly #http: Http;
  readonly #shared: SharedEvents;
  #known: Snapshot;

  /** @internal */
  constructor(http: Http, shared: SharedEvents, known: Snapshot) {
    this.#http = http;
    this.#shared = shared;
    this.#known = known;
  }

  /** Begins with `session-`. */
  get id(): string {
    return this.#known.id;
  }

  /** Name of the skill. */
  get skill(): string {
    return this.#known.skill;
  }

  /** How far it was when last heard of. */
  get status(): Status {
    return this.#known.status;
  }

  /** Name of the agent that runs it, such as `requirements-agent`. */
  get agent(): string | undefined {
    return this.#known.agent;
  }

  /** Names exactly what is proposed; {@link approve} sends it, so that what you looked at is what is applied. */
  get digest(): string | undefined {
    return this.#known.digest;
  }

  /** Why the run failed. */
  get error(): Failure | undefined {
    return this.#known.error;
  }

  /** Starts a session that was created before. */
  async run(options: RunSessionOptions = {}): Promise<this> {
    const body: RunAgentRequest = { skill: this.skill, session_id: this.id };
    if (this.#known.input !== undefined) body.input = this.#known.input;
    if (options.options !== undefined) body.options = options.options;
    const answer = await this.#post<AgentStatus>('/agent/run', 'status', body, options);
    this.#learn(answer);
    return this;
  }

  /** Asks the gateway for all there is to know, and brings this handle up to date. */
  async refresh(options: CallOptions = {}): Promise<SessionResponse> {
    const answer = await this.#http.json<SessionResponse>(
      {
        path: `/session/${this.#segment()}`,
        sessionId: this.id,
        ...options,
      },
      'status',
    );
    this.#learn(answer);
    if (answer.input !== undefined) this.#known.input = answer.input;
    return answer;
  }

  /**
   * Waits until the session is neither `created` nor `running`. Survives lost connections and restarts of the gateway.
   *
   * @throws ApiError where the run failed, of the class that its code stands for: {@link AgentError}, {@link ToolError},
   *   {@link RunTimeoutError} or another
   * @throws WaitTimeoutError where `timeout` is over; the run goes on
   */
  async waitForCompletion(options: WaitOptions = {}): Promise<this> {
    const timeout = options.timeout ?? QUARTER_OF_AN_HOUR;
    requireWait(timeout, 'timeout');
    const cancellation = new Cancellation(this.#http.signal, options.signal);
    cancellation.abortAfter(
      timeout,
      () => new WaitTimeoutError(`${this.id} is still ${this.status} after ${timeout / 1000} s`, this.id),
    );
    try {
      await new Wait(this.#http, this, options.onProgress, cancellation.signal).end(this.#shared);
    } finally {
      cancellation.release();
    }
    if (this.status === 'failed') {
      throw runError(
        this.error ?? { code: 'INTERNAL_ERROR', message: `${this.id} failed`, details: {} },
        this.id,
      );
    }
    return this;
  }

  /**
   * Approves what is proposed: the gateway writes the files. Doing it twice changes nothing.
   *
   * @throws ConflictError where another change set is pending than the one this handle saw, a file changed meanwhile, or
   *   there is nothing to approve
   */
  async approve(options: ApproveOptions = {}): Promise<ApproveResponse> {
    const body: ApproveRequest = {};
    const digest = options.digest ?? this.digest;
    if (options.comment !== undefined) body.comment = options.comment;
    if (options.only !== undefined) body.artifacts = options.only as string[];
    if (digest !== undefined) body.digest = digest;
    const answer = await this.#post<ApproveResponse>(`/approve/${this.#segment()}`, 'status', body, options);
    this.#learn(answer);
    return answer;
  }

  /**
   * Turns down what is proposed. Nothing is written; the reason is kept.
   *
   * @throws ConflictError where another change set is pending than the one this handle saw, or there is nothing to reject
   */
  async reject(reason: string, options: RejectOptions = {}): Promise<RejectResponse> {
    const body: RejectRequest = { reason };
    const digest = options.digest ?? this.digest;
    if (digest !== undefined) body.digest = digest;
    const answer = await this.#post<RejectResponse>(`/reject/${this.#segment()}`, 'status', body, options);
    this.#learn(answer);
    return answer;
  }

  /**
   * Starts a run that does better what this session proposed and somebody rejected: the reason is handed to the agent.
   * Returns the new session at once, on the same input.
   *
   * @throws ConflictError where this session is not rejected
   */
  async revise(options: RunSessionOptions = {}): Promise<Session> {
    const body: RunAgentRequest = { skill: this.skill, revises: this.id };
    if (options.options !== undefined) body.options = options.options;
    const answer = await this.#post<AgentStatus>('/agent/run', 'session_id', body, options);
    const { session_id: id, status, agent } = answer;
    return new Session(this.#http, this.#shared, {
      id,
      skill: this.skill,
      status,
      agent,
      input: this.#known.input,
    });
  }

  /** Calls the session off, before it runs or while it does. Can be repeated. */
  async cancel(options: CallOptions = {}): Promise<CancelResponse> {
    const answer = await this.#http.json<CancelResponse>(
      {
        method: 'POST',
        path: `/session/${this.#segment()}/cancel`,
        sessionId: this.id,
        ...pick(options),
      },
      'status',
    );
    this.#learn(answer);
    return answer;
  }

  /** Deletes the session and the files it proposes; its events and its decision stay. */
  async delete(options: CallOptions = {}): Promise<DeleteResponse> {
    await this.#http.send({
      method: 'DELETE',
      path: `/session/${this.#segment()}`,
      isOurs: ({ bytes }) =>
        typeof (parse(bytes) as { deleted?: unknown } | null | undefined)?.deleted === 'string',
      sessionId: this.id,
      ...pick(options),
    });
    return { success: true, deleted: this.id };
  }

  /** Lists the proposed files. */
  async artifacts(options: CallOptions = {}): Promise<Artifact[]> {
    const answer = await this.#http.json<ArtifactList>(
      {
        path: `/session/${this.#segment()}/artifacts`,
        sessionId: this.id,
        ...pick(options),
      },
      'artifacts',
    );
    this.#saw(answer.digest);
    return answer.artifacts;
  }

  /** Returns the proposed bytes of a file. */
  async artifact(path: string, options: CallOptions = {}): Promise<Uint8Array> {
    const { bytes } = await this.#http.send({
      path: `/session/${this.#segment()}/artifacts/${segments(path, 'path of an artifact')}`,
      accept: '*/*',
      // The gateway never declares proposed bytes as a page; a proxy that took its place does.
      isOurs: (answer) => mediaType(answer) !== 'text/html',
      sessionId: this.id,
      ...pick(options),
    });
    return bytes;
  }

  /**
   * Returns what is proposed as a unified diff, empty where nothing is.
   *
   * @throws ValidationError where it is to be against the previous attempt, and the session revises none
   */
  async diff(options: DiffOptions = {}): Promise<string> {
    const { bytes, headers } = await this.#http.send({
      path: `/session/${this.#segment()}/diff${query({ against: options.against })}`,
      accept: 'text/x-diff',
      isOurs: (answer) => mediaType(answer) === 'text/x-diff',
      sessionId: this.id,
      ...pick(options),
    });
    this.#saw(/^(?:W\/)?"([0-9a-f]{64})"$/.exec(headers.get('etag') ?? '')?.[1]);
    return new TextDecoder().decode(bytes);
  }

  /** Follows the events of this session, by default from its first on; see {@link EventStream}. */
  events(options: Omit<EventOptions, 'session'> = {}): EventStream {
    return new EventStream(this.#http, { ...options, after: options.after ?? 0, session: this.id });
  }

  /** What is known, for logs. */
  toJSON(): Omit<Snapshot, 'input'> {
    const { id, skill, status, agent, digest, error } = this.#known;
    return { id, skill, status, agent, digest, error };
  }

  /** Such as `session-01jn… of 'spec': running`. */
  toString(): string {
    return `${this.id} of '${this.skill}': ${this.status}`;
  }

  /** What `console.log` shows. */
  [INSPECT](): string {
    return `Session ${this.toString()}`;
  }

  #segment(): string {
    return segment(this.id, 'id of a session');
  }

  #post<T extends object>(
    path: string,
    member: keyof T & string,
    body: unknown,
    options: CallOptions & { idempotencyKey?: string | undefined },
  ): Promise<T> {
    return this.#http.json<T>(
      {
        method: 'POST',
        path,
        body,
        sessionId: this.id,
        idempotencyKey: options.idempotencyKey ?? newKey(),
        ...pick(options),
      },
      member,
    );
  }

  #learn(answer: { status: Status; agent?: string; digest?: string; error?: Failure }): void {
    this.#known.status = answer.status;
    if (answer.agent !== undefined) this.#known.agent = answer.agent;
    if (answer.error !== undefined) this.#known.error = answer.error;
    this.#saw(answer.digest);
  }

  #saw(digest: string | undefined): void {
    if (digest !== undefined) this.#known.digest = digest;
  }
}

/** Takes only what every call takes. */
function pick({ signal, timeout }: CallOptions): CallOptions {
  return { signal, timeout };
}
