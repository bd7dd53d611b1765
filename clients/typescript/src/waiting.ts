// Waiting for a run to end, by whatever way the network leaves open.

import { backOff, delay, within } from './cancellation.js';
import { ApiError, GatewayUnreachableError } from './errors.js';
import type { AgentProgress, GatewayEvent } from './event-types.js';
import { gatewayEvent } from './events.js';
import { type Http, pauseAfter } from './http.js';
import type { SharedEvents } from './shared-events.js';
import type { AgentStatus, EventList, Status } from './types.js';
import { query, segment } from './url.js';

/** How to wait. */
export interface WaitOptions {
  /** Milliseconds to wait at most; 15 minutes by default. */
  timeout?: number | undefined;
  /** Is told of progress as it comes, from the beginning of the run. */
  onProgress?: ((progress: AgentProgress['data']) => void) | undefined;
  /** Ends waiting; the run goes on. */
  signal?: AbortSignal | undefined;
}

/** The session that is waited for. */
export interface Waited {
  readonly id: string;
  readonly status: Status;
  refresh(options: { signal: AbortSignal }): Promise<unknown>;
}

/** Seconds that the gateway may hold an answer back; less than most proxies allow. */
const LONG_POLL = 20;
/**
 * Milliseconds before the next question where the answer came early: a proxy that drops the `wait`, or a gateway that does
 * not wait, is not to be kept busy.
 */
const EARLY = 1_000;
/** Milliseconds to wait for a connection before asking without one. */
const PATIENCE = 1_000;
/** Milliseconds without an event after which the state is asked for, in case something in between holds events back. */
const DOUBT = 10_000;

/** One wait. The signal sets its end, however long the gateway is away. */
export class Wait {
  readonly #http: Http;
  readonly #session: Waited;
  readonly #onProgress: WaitOptions['onProgress'];
  readonly #signal: AbortSignal;
  #seen = 0;
  #failures = 0;

  constructor(http: Http, session: Waited, onProgress: WaitOptions['onProgress'], signal: AbortSignal) {
    this.#http = http;
    this.#session = session;
    this.#onProgress = onProgress;
    this.#signal = signal;
  }

  /** Completes when the session has ended. Reads events, and asks for the state where none can be had. */
  async end(shared: SharedEvents): Promise<void> {
    if (this.#hasEnded()) return;
    const events = shared.subscribe(this.#session.id);
    let live = false;
    try {
      while (!this.#hasEnded()) {
        const event = live ? events.poll() : undefined;
        if (event !== undefined) {
          await this.#note(event);
        } else if (!live) {
          live = (await within(PATIENCE, events.ready, this.#signal)) && (await this.#caughtUp());
          if (!live) await this.#longPoll();
        } else if (!(await within(events.connected ? DOUBT : PATIENCE, events.filled(), this.#signal))) {
          await (events.connected ? this.#ask() : this.#longPoll());
        }
      }
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason;
      if (!(error instanceof ApiError)) throw error;
      // The stream is refused. Whether the session is there at all shows now.
      while (!this.#hasEnded()) await this.#longPoll();
    } finally {
      events.close();
    }
  }

  #hasEnded(): boolean {
    return this.#session.status !== 'created' && this.#session.status !== 'running';
  }

  /** Reads what happened before the stream began; answers false where that cannot be had just now. */
  async #caughtUp(): Promise<boolean> {
    try {
      for (;;) {
        const path = `/events${query({ after: this.#seen, session: this.#session.id })}`;
        const page = await this.#http.json<EventList>(
          { path, sessionId: this.#session.id, signal: this.#signal, retries: 0 },
          'events',
        );
        const before = this.#seen;
        for (const each of page.events) {
          const event = gatewayEvent(each);
          if (event !== undefined) await this.#note(event);
        }
        if (this.#seen === before) return true;
      }
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason;
      if (isPassing(error)) return false;
      throw error;
    }
  }

  async #note(event: GatewayEvent): Promise<void> {
    if (event.id !== undefined) {
      if (event.id <= this.#seen) return;
      this.#seen = event.id;
    }
    if (event.event === 'agent.progress') {
      // One that says nothing is not worth losing the end of the run for.
      if (typeof event.data.progress === 'number') this.#onProgress?.(event.data);
    } else if (event.event !== 'session.started' && !this.#hasEnded()) await this.#ask();
  }

  /** Brings the session up to date. */
  async #ask(): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        await this.#session.refresh({ signal: this.#signal });
        return;
      } catch (error) {
        if (this.#signal.aborted) throw this.#signal.reason;
        if (!isPassing(error)) throw error;
        await delay(pauseAfter(error, failures) ?? 60_000, this.#signal);
      }
    }
  }

  /** Lets the gateway answer when the run has ended, or after a while. */
  async #longPoll(): Promise<void> {
    const begin = performance.now();
    let failed = false;
    try {
      await this.#http.json<AgentStatus>(
        {
          path: `/agent/${segment(this.#session.id, 'id of a session')}/status${query({ wait: LONG_POLL })}`,
          sessionId: this.#session.id,
          signal: this.#signal,
          timeout: (LONG_POLL + 30) * 1000,
          retries: 0,
        },
        'status',
      );
      this.#failures = 0;
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason;
      // It is also how the gateway reports a run that failed, and then the session says more.
      if (!isPassing(error)) throw error;
      failed = true;
    }
    const early = performance.now() - begin < (LONG_POLL * 1000) / 2;
    await this.#ask();
    if (this.#hasEnded()) return;
    if (failed) await delay(backOff(this.#failures++), this.#signal);
    else if (early) await delay(EARLY, this.#signal);
  }
}

/** Answers whether waiting may help; unlike a call of its own, a wait has time. */
function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return error.status >= 500 || error.status === 429 || error.status === 408;
  return error instanceof GatewayUnreachableError;
}
