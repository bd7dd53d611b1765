// Signals and delays. AbortSignal.any is younger than the oldest Node.js that is supported.

/** Who is to be called where a signal is aborted, and the one listener that does so. */
interface Followers {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

// Node.js warns of a leak from the eleventh listener of a signal on, and a program may well do more at once with one.
const followers = new WeakMap<AbortSignal, Followers>();

/** Calls back once the signal is aborted, unless the function that is returned was called before. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let known = followers.get(signal);
  if (known === undefined) {
    const callbacks = new Set<() => void>();
    const listener = () => {
      followers.delete(signal);
      for (const each of callbacks) each();
    };
    known = { callbacks, listener };
    followers.set(signal, known);
    signal.addEventListener('abort', listener, { once: true });
  }
  const { callbacks, listener } = known;
  callbacks.add(callback);
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return;
    followers.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}

/** A signal that follows others and can be aborted itself. */
export class Cancellation {
  readonly #controller = new AbortController();
  // Only what is still to be undone: a stream has a new time limit for each piece it reads, for ever.
  readonly #undo = new Set<() => void>();

  constructor(...followed: (AbortSignal | undefined)[]) {
    for (const signal of followed) {
      if (signal === undefined) continue;
      if (signal.aborted) {
        this.abort(signal.reason);
        return;
      }
      this.#undo.add(onAbort(signal, () => this.abort(signal.reason)));
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
    this.release();
  }

  /** Aborts after some time, unless released before or the function that is returned was called. */
  abortAfter(milliseconds: number, reason: () => unknown): () => void {
    // A longer time than a timer can count would be over at once.
    if (milliseconds > 0x7fffffff) return () => undefined;
    const timer = setTimeout(() => this.abort(reason()), milliseconds);
    const undo = () => {
      clearTimeout(timer);
      this.#undo.delete(undo);
    };
    this.#undo.add(undo);
    return undo;
  }

  /** Lets go of timers and of the signals it follows. */
  release(): void {
    for (const undo of this.#undo) undo();
    this.#undo.clear();
  }
}

/** Completes after some time; throws the signal's reason where that is aborted first. */
export function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(() => {
      undo?.();
      resolve();
    }, milliseconds);
    const undo =
      signal &&
      onAbort(signal, () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
  });
}

/** Waits for something for some time only; answers whether it came. */
export async function within(
  milliseconds: number,
  work: Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  const rest = new Cancellation(signal);
  try {
    return await Promise.race([work.then(() => true), delay(milliseconds, rest.signal).then(() => false)]);
  } finally {
    rest.abort(undefined);
  }
}

/** How long to wait before the next attempt: at most 200 ms, 400 ms and so on up to 5 s, drawn evenly from 0. */
export function backOff(failures: number): number {
  return Math.random() * Math.min(5000, 200 * 2 ** Math.min(failures, 10));
}
