import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { connect } from 'node:tls';

import { healthOutput, readinessOutput } from '@herald/shared';

import { parseJson } from './smoke-client.ts';
import type { RawAnswer, SmokeClient } from './smoke-client.ts';
import { SmokeFailure } from './smoke-failure.ts';

// What anybody sees of a Herald from outside, without a key. Each says what it checked.

const TLS_TIMEOUT_MS = 10_000;

export async function checkHealth(client: SmokeClient): Promise<string> {
  const { status, text } = await client.raw('/healthz');
  if (status !== 200 || !healthOutput.safeParse(parseJson(text)).success) {
    throw new SmokeFailure(
      `GET /healthz answered ${status}, and not as Herald does: this is no Herald, or something stands before it`,
      'the address, and where the proxy sends it',
    );
  }
  return 'GET /healthz answers ok';
}

export async function checkReadiness(client: SmokeClient): Promise<string> {
  const { status, text } = await client.raw('/readyz');
  const readiness = readinessOutput.safeParse(parseJson(text)).data;
  if (status === 200 && readiness?.status === 'ready') return 'database and queue answer the API';
  const failed = Object.entries(readiness?.checks ?? {}).flatMap(([what, check]) => (check === 'ok' ? [] : [what]));
  throw new SmokeFailure(
    `GET /readyz answered ${status}: ${failed.length > 0 ? `${failed.join(' and ')} failed` : text.slice(0, 200)}`,
    'PostgreSQL (DATABASE_URL), Redis (REDIS_URL), and the log of the API',
  );
}

/** @param ownVersion of the checkout that asks. */
export async function checkVersion(client: SmokeClient, ownVersion: string): Promise<string> {
  const { status, text } = await client.raw('/api/openapi.json');
  if (status === 404) return 'the documentation of the API is off (API_DOCS=off), so its version is not told';
  const document = parseJson(text) as { info?: { title?: string; version?: string }; paths?: object } | undefined;
  if (status !== 200 || document?.paths === undefined) {
    throw new SmokeFailure(`GET /api/openapi.json answered ${status} without a document`, 'the log of the API');
  }
  const page = await client.raw('/api/docs');
  if (page.status !== 200) throw new SmokeFailure(`GET /api/docs answered ${page.status}`, 'the log of the API');
  const version = document.info?.version ?? 'unknown';
  const told = `version ${version}, ${Object.keys(document.paths).length} paths, documentation at /api/docs`;
  return version === ownVersion ? told : `${told}; this command is of version ${ownVersion}`;
}

export async function checkTls({ origin }: SmokeClient, ca: string[] | undefined): Promise<string> {
  const { hostname, port, protocol } = new URL(origin);
  if (protocol === 'http:') return 'none: the address is http://, as it may be on this machine or in a closed network';
  const { version, validTo } = await shakeHands(hostname, Number(port || 443), ca);
  if (version !== 'TLSv1.2' && version !== 'TLSv1.3') {
    throw new SmokeFailure(`it speaks ${version}, which is broken`, 'the TLS settings of the proxy');
  }
  return `${version}, and the certificate is valid until ${validTo.toISOString()}`;
}

/** Whether it is valid was seen when the first call was made. */
function shakeHands(host: string, port: number, ca: string[] | undefined): Promise<{ version: string; validTo: Date }> {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: name, port, ...(isIP(name) === 0 && { servername: name }), ...(ca && { ca }) });
    const fail = (why: string) => {
      socket.destroy();
      reject(
        new SmokeFailure(
          `no TLS with ${host}:${port}: ${why}`,
          'the proxy; behind one on the way out this cannot be seen',
        ),
      );
    };
    socket.setTimeout(TLS_TIMEOUT_MS, () => fail('no answer'));
    socket.once('error', (error: Error) => fail(error.message));
    socket.once('secureConnect', () => {
      resolve({ version: socket.getProtocol() ?? 'nothing', validTo: new Date(socket.getPeerCertificate().valid_to) });
      socket.destroy();
    });
  });
}

/** @param plainOrigin where plain HTTP is answered, when that is not port 80 of the same host. */
export async function checkRedirect(client: SmokeClient, plainOrigin: string | undefined): Promise<string> {
  const { hostname, port, protocol } = new URL(client.origin);
  if (protocol === 'http:') return 'not looked at: the address is http://';
  if (plainOrigin === undefined && port !== '') return 'not looked at: say with --plain where plain HTTP is answered';
  const plain = plainOrigin ?? `http://${hostname}`;
  const answer = await answerOrNothing(client, plain);
  if (answer === undefined) return `nothing is answered at ${plain}`;
  const target = answer.headers['location'] ?? '';
  if (answer.status < 301 || answer.status > 308 || !target.startsWith(`${client.origin}/`)) {
    throw new SmokeFailure(
      `${plain} answered ${answer.status} instead of leading to ${client.origin}`,
      'the proxy: plain HTTP must only redirect, for cookies and keys would go over it',
    );
  }
  return `${plain} leads to ${client.origin} (${answer.status})`;
}

async function answerOrNothing(client: SmokeClient, plain: string): Promise<RawAnswer | undefined> {
  try {
    return await client.raw('/', {}, plain);
  } catch (error) {
    if (error instanceof SmokeFailure) return undefined;
    throw error;
  }
}

const HEADERS: readonly [name: string, has: RegExp][] = [
  ['content-security-policy', /frame-ancestors 'none'/],
  ['x-content-type-options', /nosniff/],
  ['x-frame-options', /deny/i],
  ['referrer-policy', /same-origin/],
];

/** The page of the web app, with what browsers are told about it, and the files that it loads. */
export async function checkWebApp(client: SmokeClient): Promise<string> {
  const page = await client.raw('/', { headers: { accept: 'text/html' } });
  if (page.status !== 200 || !page.text.includes('id="root"')) {
    throw new SmokeFailure(
      `GET / answered ${page.status} without the web app`,
      'WEB_DIR of the API, or where the app is hosted',
    );
  }
  const isSecure = client.origin.startsWith('https:');
  const wanted = isSecure ? [...HEADERS, ['strict-transport-security', /max-age=/] as const] : HEADERS;
  const missing = wanted.filter(([name, has]) => !has.test(page.headers[name] ?? '')).map(([name]) => name);
  if (missing.length > 0) {
    throw new SmokeFailure(
      `GET / answered without ${missing.join(', ')}`,
      'the proxy, which must hand headers on, and NODE_ENV=production of the API',
    );
  }
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1];
  const file = script === undefined ? undefined : await client.raw(script);
  if (file?.status !== 200 || !/javascript/.test(file.headers['content-type'] ?? '')) {
    throw new SmokeFailure('the page of the web app loads no script', 'whether page and files are of one build');
  }
  return `page and script answer, with ${wanted.length} security headers`;
}

/** Who shows no key, a wrong one, or no signature, is refused. */
export async function checkRefusals(client: SmokeClient): Promise<string> {
  const json = { 'content-type': 'application/json' };
  const receipt = { communicationLogId: randomUUID(), vendorMessageId: 'smoke', status: 'SENT', timestamp: new Date() };
  const calls: readonly [what: string, call: Promise<RawAnswer>][] = [
    ['GET /api/customers without a key', client.raw('/api/customers')],
    [
      'GET /api/customers with a key that nobody has',
      client.raw('/api/customers', { headers: { authorization: 'Bearer hrld_nobody' } }),
    ],
    ['POST /api/user without a key', client.raw('/api/user', { method: 'POST', headers: json, body: '[]' })],
    [
      'POST /api/delivery-receipt without a signature',
      client.raw('/api/delivery-receipt', { method: 'POST', headers: json, body: JSON.stringify(receipt) }),
    ],
  ];
  for (const [what, call] of calls) {
    const { status } = await call;
    if (status !== 401) {
      throw new SmokeFailure(`${what} answered ${status} instead of 401`, 'NODE_ENV, RECEIPT_SECRET, and the proxy');
    }
  }
  return `${calls.length} calls without a key or a signature were refused with 401`;
}

/** Whether people could sign in: the way to Google begins, and leads back here. */
export async function checkSignIn(client: SmokeClient): Promise<string> {
  const answer = await client.raw('/auth/google');
  const location = answer.headers['location'] ?? '';
  const target = URL.canParse(location, client.origin) ? new URL(location, client.origin) : null;
  const back = target?.searchParams.get('redirect_uri') ?? '';
  const isPlain = client.origin.startsWith('http:');
  if (back === '' && isPlain && answer.status === 302)
    return 'not looked at: in production people sign in over HTTPS only';
  if (back === '') {
    throw new SmokeFailure(
      `GET /auth/google answered ${answer.status} and leads not to Google${target === null ? '' : `, but to ${target.pathname}${target.search}`}`,
      'TRUST_PROXY: the API must believe the proxy that the call came over TLS; GOOGLE_CLIENT_ID; the log of the API',
    );
  }
  const expected = `${client.origin}/auth/google/callback`;
  if (back === expected) return `leads to ${target?.host}, and back to ${expected}`;
  // From inside, one may look at a Herald whose people come by another address.
  if (isPlain) return `leads back to ${back}: people come by that address`;
  throw new SmokeFailure(`Google would send people back to ${back}, not to ${expected}`, 'PUBLIC_URL of the API');
}
