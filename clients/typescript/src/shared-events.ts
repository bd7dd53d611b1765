// One stream of all events, shared by everything that waits at the same time: browsers open six connections to a gateway
// at most, and a page may well wait for more sessions than that.

import type { GatewayEvent } from './event-types.js';
import { EventStream } from './events.js';
import type { Http } from './http.js';

/** Hands the events of sessions to whoever waits for them. Holds a connection only while somebody does. */
export class SharedEvents {
  readonly #http: Http;
  readonly #subscriptions = new Set<Subscription>();
  #stream: EventStream | undefined;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Begins to collect the events of a session. The caller closes what it gets. */
  subscribe(session: string): Subscription {
    if (this.#stream === undefined) {
      this.#stream = new EventStream(this.#http, {});
      void this.#deliver(this.#stream);
    }
    const subscription = new Subscription(session, this.#stream, () => this.#leave(subscription));
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async #deliver(stream: EventStream): Promise<void> {
    try {
      for await (const event of stream) {
        for (const subscription of this.#subscriptions) subscription.offer(event);
      }
    } catch (error) {
      if (this.#stream !== stream) return;
      this.#stream = undefined;
      for (const subscription of [...this.#subscriptions]) subscription.fail(error);
      this.#subscriptions.clear();
    }
  }

  #leave(subscription: Subscription): void {
    if (!this.#subscriptions.delete(subscription) || this.#subscriptions.size > 0) return;
    void this.#stream?.return();
    this.#stream = undefined;
  }
}

/** The events of one session from some time on. */
export class Subscription {
  /** Completes when every event from then on will be delivered; throws where the stream cannot be had. */
  readonly ready: Promise<void>;
  /** Lets go of the stream. */
  readonly close: () => void;

  readonly #session: string;
  readonly #stream: EventStream;
  readonly #events: GatewayEvent[] = [];
  #failure: { error: unknown } | undefined;
  #wake: () => void = () => undefined;

  constructor(session: string, stream: EventStream, close: () => void) {
    this.#session = session;
    this.#stream = stream;
    this.ready = stream.ready;
    this.close = close;
  }

  /** Whether events can come just now. */
  get connected(): boolean {
    return this.#stream.connected;
  }

  /** Takes an event if it concerns this session. */
  offer(event: GatewayEvent): void {
    if (event.event !== 'gap' && event.data['session_id'] !== this.#session) return;
    this.#events.push(event);
    this.#wake();
  }

  /** Ends the events. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.#wake();
  }

  /** Returns the next event that is there. */
  poll(): GatewayEvent | undefined {
    const event = this.#events.shift();
    if (event === undefined && this.#failure !== undefined) throw this.#failure.error;
    return event;
  }

  /** Completes when {@link poll} has something to say; at most one caller may wait. */
  filled(): Promise<void> {
    if (this.#events.length > 0 || this.#failure !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
