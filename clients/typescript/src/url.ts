// Where the gateway is, and how paths below it are put together.

const EXPECTED = "expected the gateway's address, such as 'http://localhost:3000'";

/**
 * Reads the address of a gateway.
 *
 * @returns the address without a slash at its end and without `/api/v1`, which may both be given
 * @throws TypeError where it is no http or https address, or has a user, a query or a fragment
 */
export function baseUrl(address: string | URL): string {
  const text = String(address).trim();
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError(`${EXPECTED}, not ${JSON.stringify(text)}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`${EXPECTED}, without user and password; an API key is an option of the client`);
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || /[?#]/.test(text)) {
    throw new TypeError(`${EXPECTED}, not ${JSON.stringify(text)}`);
  }
  return (url.origin + url.pathname).replace(/\/+$/, '').replace(/\/api\/v1$/, '');
}

/**
 * Encodes one segment of a path.
 *
 * @throws TypeError where it would change the meaning of the path, empty, `.` or `..`, or is no text in Unicode
 */
export function segment(text: string, what: string): string {
  if (!isSegment(text)) throw new TypeError(`${JSON.stringify(text)} is no ${what}`);
  return encodeURIComponent(text);
}

/**
 * Encodes a workspace path, leaving the slashes between its segments.
 *
 * @throws TypeError where {@link segment} would for one of them
 */
export function segments(path: string, what: string): string {
  const parts = typeof path === 'string' ? path.split('/') : [];
  if (parts.length === 0 || !parts.every(isSegment)) {
    throw new TypeError(`${JSON.stringify(path)} is no ${what}`);
  }
  return parts.map(encodeURIComponent).join('/');
}

function isSegment(text: unknown): boolean {
  return typeof text === 'string' && text !== '' && text !== '.' && text !== '..' && isUnicode(text);
}

/** Answers whether a text has no half of a pair of surrogates, which no encoding can write. */
function isUnicode(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/**
 * Puts a query string together, leaving out what is undefined.
 *
 * @throws TypeError where a value is no text in Unicode
 */
export function query(parameters: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return '';
  for (const [name, value] of pairs) {
    if (!isUnicode(String(value))) throw new TypeError(`${JSON.stringify(value)} is no '${name}'`);
  }
  return `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}
