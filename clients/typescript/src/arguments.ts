// What callers without types get wrong, said before anything is sent.

/**
 * Checks a time limit.
 *
 * @throws TypeError where it is no number of milliseconds above 0
 */
export function requireTime(value: number, name: string): void {
  if (!(typeof value === 'number' && value > 0)) {
    throw new TypeError(`'${name}' is in milliseconds and above 0, not ${String(value)}`);
  }
}

/**
 * Checks how long to wait.
 *
 * @throws TypeError where it is no number of milliseconds
 */
export function requireWait(value: number, name: string): void {
  if (!(typeof value === 'number' && value >= 0)) {
    throw new TypeError(`'${name}' is in milliseconds, 0 or more, not ${String(value)}`);
  }
}

/**
 * Checks an idempotency key.
 *
 * @throws TypeError where the gateway would not take it
 */
export function requireKey(value: string): void {
  if (!(typeof value === 'string' && /^[!-~]{1,255}$/.test(value))) {
    throw new TypeError("'idempotencyKey' is 1 to 255 printable ASCII characters, without spaces");
  }
}
