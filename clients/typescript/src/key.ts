// Idempotency keys.

/** Makes a key that nobody else makes. */
export function newKey(): string {
  // Node.js 18 has no global `crypto`, and browsers offer randomUUID to secure pages only. Unique is enough: no key is a
  // secret.
  const source = globalThis.crypto as Crypto | undefined;
  if (typeof source?.randomUUID === 'function') return source.randomUUID();
  const part = () =>
    Math.floor(Math.random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return [Date.now().toString(16), part(), part(), part()].join('-');
}
