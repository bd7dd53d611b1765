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
 * @throws TypeError where it would change the meaning of the path: empty, `.` or `..`
 */
export function segment(text: string, what: string): string {
  if (typeof text !== 'string' || text === '' || text === '.' || text === '..') {
    throw new TypeError(`${JSON.stringify(text)} is no ${what}`);
  }
  return encodeURIComponent(text);
}

/** Encodes a workspace path, leaving the slashes between its segments. */
export function segments(path: string, what: string): string {
  if (typeof path !== 'string') throw new TypeError(`${JSON.stringify(path)} is no ${what}`);
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new TypeError(`${JSON.stringify(path)} is no ${what}`);
  }
  return parts.map(encodeURIComponent).join('/');
}

/** Puts a query string together, leaving out what is undefined. */
export function query(parameters: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return '';
  return `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}
