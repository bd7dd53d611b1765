// The endless stream of events: reads no faster than its consumer, and connects again from where it was.

import { requireWait } from './arguments.js';
import { Cancellation, delay } from './cancellation.js';
import { ApiError, GatewayUnreachableError, MetaForgeError } from './errors.js';
import type { GatewayEvent } from './event-types.js';
import { type Call, type Http, pauseAfter } from './http.js';
import { ServerSentEventParser } from './sse.js';
import type { EventList } from './types.js';
import { query } from './url.js';

/** Which events, and how long to try. */
export interface EventOptions {
  /** Only events after this position, 0 for all there ever were; by default those to come. */
  after?: number | undefined;
  /** Only events of this session. */
  session?: string | undefined;
  /** Milliseconds without a connection after which it gives up; by default never. */
  maxReconnectTime?: number | undefined;
  /** Ends the stream; {@link EventStream.next} then throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** So many answers in a row that are not a gateway's, or events that cannot be read, are no accident. */
const STRANGE_LIMIT = 3;

/** The gateway sends at least a comment every 15 seconds. Nothing for so many milliseconds: the connection is dead. */
const SILENCE = 90_000;

/**
 * Events in order, without loss and without duplicates, also across lost connections and restarts of the gateway.
 *
 * A connection is made when the first event is asked for, and nothing is read ahead of the consumer beyond what is in
 * buffers already. Leaving a `for await` loop closes it; so do {@link return} and the signal.
 */
export class EventStream implements AsyncIterableIterator<GatewayEvent> {
  /**
   * Completes when the position it begins after is known: whatever happens from then on will be delivered. Throws what
   * {@link next} throws where that cannot be had; {@link next} then tries once more. Throws a {@link MetaForgeError}
   * where {@link return} comes first.
   */
  readonly ready: Promise<void>;

  readonly #http: Http;
  readonly #options: EventOptions;
  readonly #cancellation: Cancellation;
  #position: number | undefined;
  #connection: Connection | undefined;
  #failures = 0;
  #failingSince: number | undefined;
  /** Whether there was a stream, so that what answers at the address is, or was, a gateway. */
  #hadStream = false;
  /** How many answers or events in a row were not a gateway's. */
  #strange = 0;
  #last: Promise<unknown>;
  #over = false;

  /** @internal */
  constructor(http: Http, options: EventOptions) {
    const { after } = options;
    if (after !== undefined && !(Number.isSafeInteger(after) && after >= 0)) {
      throw new TypeError(`'after' is the id of an event, 0 for all, not ${String(after)}`);
    }
    // Says at once where a session is no text, rather than with the first event.
    query({ session: options.session });
    if (options.maxReconnectTime !== undefined) requireWait(options.maxReconnectTime, 'maxReconnectTime');
    this.#http = http;
    this.#options = options;
    this.#position = after;
    this.#cancellation = new Cancellation(http.signal, options.signal);
    this.ready = after === undefined ? this.#locate() : Promise.resolve();
    // Whoever does not look at it gets the failure from next().
    this.#last = this.ready.catch(() => undefined);
  }

  /** Id of the event handed out last, or the position it began after; undefined while that is not known. */
  get position(): number | undefined {
    return this.#position;
  }

  /** Whether there is a connection just now. */
  get connected(): boolean {
    return this.#connection !== undefined;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * Returns the next event as soon as there is one.
   *
   * @throws ApiError where the gateway refuses the stream (4xx other than 408 and 429); with the code
   *   `UNEXPECTED_RESPONSE` where what answers is no gateway: it redirects, or sends something else than events before
   *   there was any stream or three times in a row, or an event cannot be read three times in a row
   * @throws GatewayUnreachableError where the gateway was never reached and nothing listens at its address, or
   *   `maxReconnectTime` is over
   */
  next(): Promise<IteratorResult<GatewayEvent, undefined>> {
    const result = this.#last.then(() => this.#take());
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Ends the stream and closes its connection; a {@link next} that is under way ends as well. */
  async return(): Promise<IteratorResult<GatewayEvent, undefined>> {
    this.#end();
    return { done: true, value: undefined };
  }

  #end(): void {
    this.#over = true;
    // What 'ready' throws where it is still looking for the position.
    this.#cancellation.abort(
      new MetaForgeError('This stream of events was ended by return() before it was ready'),
    );
    this.#connection = undefined;
  }

  async #take(): Promise<IteratorResult<GatewayEvent, undefined>> {
    try {
      while (!this.#over) {
        this.#cancellation.signal.throwIfAborted();
        try {
          if (this.#connection === undefined) {
            this.#connection = await this.#connect();
            this.#hadStream = true;
            this.#failingSince = undefined;
          }
          const event = this.#read(await this.#connection.next());
          this.#failures = 0;
          if (event.id !== undefined) {
            if (this.#position !== undefined && event.id <= this.#position) continue;
            this.#position = event.id;
          }
          this.#strange = 0;
          return { done: false, value: event };
        } catch (error) {
          // One that was cut at once brings no hope that the next will not be.
          if (this.#connection?.hasLasted()) {
            this.#failures = 0;
            this.#strange = 0;
          }
          this.#connection?.close();
          this.#connection = undefined;
          await this.#pause(error);
        }
      }
    } catch (error) {
      const ended = this.#over;
      this.#end();
      if (!ended) throw error;
    }
    return { done: true, value: undefined };
  }

  #read(data: string): GatewayEvent {
    const event = eventIn(data);
    if (event === undefined) throw this.#http.unreadable(data, this.#options.session);
    return event;
  }

  async #connect(): Promise<Connection> {
    await this.#locate();
    const call: Call = {
      path: `/events${query({ after: this.#position, session: this.#options.session })}`,
      accept: 'text/event-stream',
    };
    const cancellation = new Cancellation(this.#cancellation.signal);
    try {
      const response = await this.#http.open(call, cancellation);
      const type = response.headers.get('content-type') ?? '';
      if (response.body === null || !/^text\/event-stream\b/i.test(type)) {
        throw this.#http.unexpected(call, response.status, response.headers);
      }
      return new Connection(response.body, cancellation);
    } catch (error) {
      cancellation.abort(error);
      throw error;
    }
  }

  /** Finds out where the log ends, so that nothing is lost between now and the first connection. */
  async #locate(): Promise<void> {
    while (this.#position === undefined) {
      const call: Call = {
        path: `/events${query({ after: 'latest', session: this.#options.session })}`,
        signal: this.#cancellation.signal,
        retries: 0,
      };
      try {
        this.#position = (await this.#http.json<EventList>(call, 'next')).next;
      } catch (error) {
        await this.#pause(error);
      }
    }
  }

  /** Waits before the next attempt, or throws where there shall be none. */
  async #pause(error: unknown): Promise<void> {
    const { signal } = this.#cancellation;
    signal.throwIfAborted();
    if (isStrange(error)) this.#strange++;
    if (!this.#isPassing(error)) throw error;
    const now = performance.now();
    this.#failingSince ??= now;
    const limit = this.#options.maxReconnectTime ?? Number.POSITIVE_INFINITY;
    const pause = pauseAfter(error, this.#failures++) ?? 60_000;
    if (now + pause - this.#failingSince > limit) {
      throw error instanceof MetaForgeError
        ? error
        : new GatewayUnreachableError(`No events from the MetaForge gateway at ${this.#http.base}`, {
            cause: error,
          });
    }
    await delay(pause, signal);
  }

  #isPassing(error: unknown): boolean {
    if (error instanceof GatewayUnreachableError) return this.#http.isPassing(error);
    if (isStrange(error)) return this.#hadStream && this.#strange < STRANGE_LIMIT;
    // Redirects do not pass either; browsers hide their status as 0.
    if (error instanceof ApiError) return error.status >= 500 || error.status === 408 || error.status === 429;
    return error instanceof Cut;
  }
}

/** A connection is over; another one goes on where it ended. */
class Cut extends Error {}

/** One connection. */
class Connection {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  readonly #parser = new ServerSentEventParser();
  /** As they came: what cannot be read takes nothing from those before it. */
  readonly #events: string[] = [];
  readonly #cancellation: Cancellation;
  readonly #begin = performance.now();

  constructor(body: ReadableStream<Uint8Array>, cancellation: Cancellation) {
    this.#reader = body.getReader();
    this.#cancellation = cancellation;
  }

  /**
   * Returns the data of the next event.
   *
   * @throws Cut where the connection ends, or is silent for too long
   */
  async next(): Promise<string> {
    for (;;) {
      const data = this.#events.shift();
      if (data !== undefined) return data;
      const bytes = await this.#read();
      for (const event of this.#parser.push(this.#decoder.decode(bytes, { stream: true }))) {
        this.#events.push(event.data);
      }
    }
  }

  async #read(): Promise<Uint8Array> {
    const inTime = this.#cancellation.abortAfter(SILENCE, () => new Cut('silent for too long'));
    const { signal } = this.#cancellation;
    try {
      const { done, value } = await this.#reader.read();
      if (done) throw new Cut('closed');
      return value;
    } catch (error) {
      throw signal.aborted ? signal.reason : error instanceof Cut ? error : new Cut('lost', { cause: error });
    } finally {
      inTime();
    }
  }

  /** Whether it was there for some time, so that its end is an accident. */
  hasLasted(): boolean {
    return performance.now() - this.#begin > 10_000;
  }

  /** Lets go of the connection, whatever still comes over it. */
  close(): void {
    this.#cancellation.abort(new Cut('done with'));
  }
}

/** Answers whether it is a success that is none: what answers is no gateway, or what came is no event. */
function isStrange(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 200 && error.status < 300;
}

/** Reads an event; undefined where it is none. */
function eventIn(data: string): GatewayEvent | undefined {
  try {
    return gatewayEvent(JSON.parse(data));
  } catch {
    return undefined;
  }
}

/** Takes a value of JSON as an event, undefined where it is none. Its data is an object, empty where it has none. */
export function gatewayEvent(value: unknown): GatewayEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { event, data } = value as { event?: unknown; data?: unknown };
  if (typeof event !== 'string') return undefined;
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return (isObject ? value : { ...value, data: {} }) as GatewayEvent;
}
