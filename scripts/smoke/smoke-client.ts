import { OPERATIONS } from '@herald/shared';
import type { Operation, OperationBody, OperationId, OperationOutput } from '@herald/shared';
import { EnvHttpProxyAgent, request } from 'undici';
import type { Dispatcher } from 'undici';

import { SmokeFailure } from './smoke-failure.ts';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export interface RawCall {
  method?: Dispatcher.HttpMethod;
  headers?: Record<string, string>;
  body?: string;
}

interface TypedCall<K extends OperationId> {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: OperationBody<K>;
}

export interface SmokeClientOptions {
  origin: string;
  apiKey: string;
  /** Certificates that are believed, in PEM; undefined for those of Node. */
  ca: string[] | undefined;
  /** When what waits gives up, in milliseconds since 1970. */
  deadline: number;
  /** Ends every call. */
  signal: AbortSignal;
}

/** Long enough for a machine that is busy, and for a proxy that waits for a server of its own. */
const CALL_TIMEOUT_MS = 30_000;

/** Calls a deployed Herald as an integrator does, and says in words why a call went wrong. */
export class SmokeClient {
  readonly origin: string;
  readonly deadline: number;
  readonly signal: AbortSignal;
  private readonly apiKey: string;
  private readonly agent: Dispatcher;

  constructor({ origin, apiKey, ca, deadline, signal }: SmokeClientOptions) {
    this.origin = origin;
    this.apiKey = apiKey;
    this.deadline = deadline;
    this.signal = signal;
    const tls = ca === undefined ? {} : { ca };
    this.agent = new EnvHttpProxyAgent({
      connect: tls,
      requestTls: tls,
      headersTimeout: CALL_TIMEOUT_MS,
      // A stream of events is silent for some time.
      bodyTimeout: CALL_TIMEOUT_MS,
    });
  }

  /** Calls an operation with the key. @throws SmokeFailure for any answer but success, and one that breaks the contract. */
  async call<K extends OperationId>(
    id: K,
    { params = {}, query = {}, body }: TypedCall<K> = {},
  ): Promise<OperationOutput<K>> {
    const { method, path, responses }: Operation = OPERATIONS[id];
    const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(params[name] ?? ''));
    const search = new URLSearchParams(query).toString();
    const target = search === '' ? filled : `${filled}?${search}`;
    const answer = await this.raw(target, {
      method: method.toUpperCase() as Uppercase<Operation['method']>,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const schema = responses[answer.status];
    const what = `${method.toUpperCase()} ${target.replace(/\?.*/, '')}`;
    if (schema === undefined || answer.status >= 300) throw refused(what, answer);
    const parsed = schema.safeParse(parseJson(answer.text));
    if (!parsed.success) {
      throw new SmokeFailure(
        `${what} answered ${answer.status} with something that no Herald of this version says`,
        'whether the checkout that runs this command is of the same version as what is deployed',
      );
    }
    return parsed.data as OperationOutput<K>;
  }

  /** Any call, without the key, to Herald or to another `origin`; redirects are not followed. */
  async raw(
    path: string,
    { method = 'GET', headers = {}, body }: RawCall = {},
    origin = this.origin,
  ): Promise<RawAnswer> {
    try {
      const answer = await request(origin + path, {
        method,
        headers,
        body: body ?? null,
        dispatcher: this.agent,
        signal: this.signal,
      });
      return { status: answer.statusCode, headers: flat(answer.headers), text: await answer.body.text() };
    } catch (error) {
      throw explain(error, origin, this.signal);
    }
  }

  /** Follows a stream of events with the key until `signal` ends it. @returns its pieces of text, as they come. */
  async *stream(path: string, signal: AbortSignal): AsyncGenerator<string> {
    try {
      const answer = await request(this.origin + path, {
        headers: { authorization: `Bearer ${this.apiKey}`, accept: 'text/event-stream' },
        dispatcher: this.agent,
        signal,
      });
      if (answer.statusCode !== 200) {
        throw refused(`GET ${path}`, { status: answer.statusCode, headers: {}, text: await answer.body.text() });
      }
      answer.body.setEncoding('utf8');
      for await (const piece of answer.body) yield String(piece);
    } catch (error) {
      throw explain(error, this.origin, this.signal);
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}

/** @returns undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(what: string, { status, text }: RawAnswer): SmokeFailure {
  const problem = parseJson(text) as { title?: string; detail?: string; requestId?: string } | undefined;
  const said = problem?.detail ?? problem?.title ?? text.slice(0, 200);
  const requestId = problem?.requestId === undefined ? '' : ` (requestId ${problem.requestId})`;
  return new SmokeFailure(
    `${what} answered ${status}: ${said}${requestId}`,
    LOOK_AT[status] ?? 'the log of the API, by the requestId',
  );
}

const LOOK_AT: Record<number, string> = {
  401: 'HERALD_API_KEY: whether it is whole, not revoked, not expired, and of this Herald',
  403: 'the scopes of the key: it needs ingest, read and campaigns',
  429: 'RATE_LIMIT_PER_KEY and RATE_LIMIT_BAD_CREDENTIALS; it is possible again in a minute',
  502: 'the proxy, and whether the API runs: its log says why it ended',
  503: 'GET /readyz, and the log of the API',
  504: 'the proxy, and whether the API answers it',
};

const CONNECTION_FAULTS: readonly [code: RegExp, message: string, lookAt: string][] = [
  [/ECONNREFUSED/, 'nothing listens there', 'whether the proxy and the API run, and which port they listen on'],
  [/ENOTFOUND|EAI_AGAIN/, 'its name is not known', 'the DNS record of the name'],
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
    'its certificate is of nobody whom this machine believes',
    'the certificate; for an internal CA give --ca FILE',
  ],
  [/CERT_HAS_EXPIRED/, 'its certificate has expired', "the proxy's renewal of certificates"],
  [/ALTNAME/, 'its certificate is for another name', 'the certificate, and the name in the address'],
  [/EPROTO|SSL_WRONG_VERSION/, 'what listens there does not speak TLS', 'the port: is it that of the proxy?'],
  [
    /TIMEOUT|ETIMEDOUT/i,
    `it did not answer within ${CALL_TIMEOUT_MS / 1000} s`,
    'firewalls, and the logs of proxy and API',
  ],
  [/ECONNRESET|UND_ERR_SOCKET|HPE_/, 'the connection broke', 'the logs of proxy and API; is it HTTP at all?'],
];

function explain(error: unknown, origin: string, signal: AbortSignal): unknown {
  if (error instanceof SmokeFailure) return error;
  if (signal.aborted) return signal.reason;
  const { code = '', message = '', cause } = error as { code?: string; message?: string; cause?: { code?: string } };
  const about = `${code} ${cause?.code ?? ''} ${message}`;
  const fault = CONNECTION_FAULTS.find(([pattern]) => pattern.test(about));
  if (fault === undefined) return new SmokeFailure(`${origin} could not be called: ${message}`, 'the address');
  return new SmokeFailure(`${origin} could not be called: ${fault[1]} (${code || message})`, fault[2]);
}
