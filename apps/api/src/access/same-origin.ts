import { DomainError } from '@herald/shared';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** The origins under which browsers have the web app: that of its address, and the other names of this machine. */
export function originsOf(publicUrl: string): ReadonlySet<string> {
  const url = new URL(publicUrl);
  const hosts = LOOPBACK_HOSTS.includes(url.hostname) ? LOOPBACK_HOSTS : [url.hostname];
  const port = url.port === '' ? '' : `:${url.port}`;
  return new Set(hosts.map((host) => `${url.protocol}//${host}${port}`));
}

/**
 * Lets a call pass that a browser makes for a page of ours. A browser sends the cookie of a session
 * along with whatever a page asks, so such a call must say where it comes from.
 *
 * @param headers `origin` and `sec-fetch-site` as they came.
 * @throws DomainError `forbidden`
 */
export function requireSameOrigin(
  headers: { origin?: string | undefined; 'sec-fetch-site'?: string | string[] | undefined },
  origins: ReadonlySet<string>,
): void {
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin === undefined && site === undefined) {
    throw new DomainError('forbidden', 'a call without an API key must say where it comes from, in Origin');
  }
  const isOurs = (origin === undefined || origins.has(origin)) && (site === undefined || site === 'same-origin');
  if (!isOurs) throw new DomainError('forbidden', 'pages of other origins may not change anything here');
}
