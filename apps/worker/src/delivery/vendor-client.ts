import { IDEMPOTENCY_KEY_HEADER, sendMessageOutput, vendorReportSchema } from '@herald/shared';
import type { SendMessageInput } from '@herald/shared';
import {
  AddressNotAllowedError,
  createOutgoingPool,
  formatTraceparent,
  inMessageSpan,
  signatureHeaders,
} from '@herald/platform';
import type { AddressRange } from '@herald/platform';
import type { Dispatcher, Pool } from 'undici';

/** What the vendor made of one message. */
export type VendorAnswer =
  | { outcome: 'accepted'; vendorMessageId: string }
  /** It will never take this one. */
  | { outcome: 'refused'; reason: string }
  /** Nobody can say whether it has it, and asking again would be another delivery. */
  | { outcome: 'uncertain'; reason: string }
  /** Ask again with the same key. `isTaken` is unknown when nobody can say whether the vendor has it. */
  | { outcome: 'unanswered'; reason: string; isTaken: 'no' | 'unknown'; retryAfterMs?: number };

/** What the vendor says became of the message with a key. */
export type VendorReport =
  | { outcome: 'reported'; vendorMessageId: string; status: 'SENT' | 'FAILED'; settledAt: Date }
  | { outcome: 'accepted'; vendorMessageId: string }
  /** It has no such message. */
  | { outcome: 'unknown' }
  | { outcome: 'unanswered' }
  /** It cannot say, and never will. */
  | { outcome: 'uncertain' }
  /** This vendor cannot be asked. */
  | { outcome: 'unsupported' };

/** Is told how each call to the vendor ended. */
export interface VendorCallObserver {
  ended(outcome: VendorAnswer['outcome'], durationMs: number): void;
}

export interface VendorClientOptions {
  url: string;
  /** With `{key}` in it. */
  lookupUrl: string | undefined;
  /** What each call is signed with; without it none is. */
  secret?: string | undefined;
  /** Private addresses that may be called. */
  privateAddresses: readonly AddressRange[];
  /** Most calls at once. */
  connections: number;
  timeoutMs: number;
  /** Is told of every call. */
  calls: VendorCallObserver;
}

/**
 * Worth another try, besides every 5xx: too slow, too early, too many, and a key whose first call
 * is still being processed.
 */
const TRANSIENT_STATUSES = new Set([408, 409, 425, 429]);
/** With these the vendor says that it did not take it. */
const NOT_TAKEN_STATUSES = new Set([425, 429, 503]);
/** No connection was made, so nothing was asked. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** Calls the vendor over kept-alive connections. */
export class VendorClient {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly lookup: { pool: Pool; path: string } | undefined;
  private readonly secret: string | undefined;
  private readonly calls: VendorCallObserver;

  constructor({ url, lookupUrl, secret, privateAddresses, connections, timeoutMs, calls }: VendorClientOptions) {
    this.calls = calls;
    this.secret = secret;
    const poolTo = (origin: string) =>
      createOutgoingPool(origin, { connections, timeoutMs, allowed: privateAddresses });
    const address = new URL(url);
    this.path = address.pathname + address.search;
    this.pool = poolTo(address.origin);
    if (lookupUrl !== undefined) {
      // Taken apart by hand: URL would escape the braces.
      const { origin } = new URL(lookupUrl);
      this.lookup = { pool: poolTo(origin), path: lookupUrl.slice(lookupUrl.indexOf('/', origin.length)) };
    }
  }

  /** Asking twice with one key delivers once. Never throws. */
  async send(message: SendMessageInput, key: string): Promise<VendorAnswer> {
    const { communicationLogId } = message;
    return inMessageSpan('message.send', communicationLogId, { kind: 'client' }, async (span) => {
      const traceHeaders = span && { traceparent: formatTraceparent(span.spanContext()) };
      const startedAt = performance.now();
      const answer = await this.ask(message, { [IDEMPOTENCY_KEY_HEADER]: key, ...traceHeaders });
      this.calls.ended(answer.outcome, performance.now() - startedAt);
      span?.setAttribute('herald.outcome', answer.outcome);
      return answer;
    });
  }

  private async ask(message: SendMessageInput, ownHeaders: Record<string, string>): Promise<VendorAnswer> {
    const body = JSON.stringify(message);
    const headers = { 'content-type': 'application/json', ...ownHeaders, ...signatureHeaders(this.secret, body) };
    try {
      const response = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers,
        body,
      });
      return await readAnswer(response);
    } catch (error) {
      if (error instanceof AddressNotAllowedError) {
        return { outcome: 'unanswered', reason: `the vendor was not called: ${error.message}`, isTaken: 'no' };
      }
      const code = describe(error);
      const isTaken = NOT_CONNECTED.has(code) ? 'no' : 'unknown';
      return { outcome: 'unanswered', reason: `no answer from the vendor (${code})`, isTaken };
    }
  }

  /** What became of the message with this key. Never throws. */
  async find(key: string): Promise<VendorReport> {
    if (this.lookup === undefined) return { outcome: 'unsupported' };
    const path = this.lookup.path.replace('{key}', encodeURIComponent(key));
    try {
      const headers = signatureHeaders(this.secret, path);
      const response = await this.lookup.pool.request({ method: 'GET', path, headers });
      return await readReport(response);
    } catch {
      return { outcome: 'unanswered' };
    }
  }

  /** Breaks off every call: those who wait for them get `unanswered`, and whoever calls from now on too. */
  hangUp(): void {
    // Those who wait are told; nobody waits for this.
    for (const pool of [this.pool, this.lookup?.pool]) pool?.destroy().catch(() => {});
  }

  async close(): Promise<void> {
    const pools = [this.pool, ...(this.lookup === undefined ? [] : [this.lookup.pool])];
    await Promise.all(pools.filter((pool) => !pool.destroyed).map((pool) => pool.close()));
  }
}

async function readAnswer({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<VendorAnswer> {
  const text = await body.text();
  if (isSuccess(statusCode)) {
    const { vendorMessageId } = sendMessageOutput.parse(JSON.parse(text));
    return { outcome: 'accepted', vendorMessageId };
  }
  const reason = `the vendor answered ${statusCode}`;
  if (statusCode < 500 && !TRANSIENT_STATUSES.has(statusCode)) return { outcome: 'refused', reason };
  const retryAfterMs = readRetryAfter(headers['retry-after']);
  return {
    outcome: 'unanswered',
    reason,
    isTaken: NOT_TAKEN_STATUSES.has(statusCode) ? 'no' : 'unknown',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

async function readReport({ statusCode, body }: Dispatcher.ResponseData): Promise<VendorReport> {
  const text = await body.text();
  if (statusCode === 404) return { outcome: 'unknown' };
  if (!isSuccess(statusCode)) return { outcome: 'unanswered' };
  const { vendorMessageId, status, settledAt } = vendorReportSchema.parse(JSON.parse(text));
  if (status === 'QUEUED_BY_VENDOR') return { outcome: 'accepted', vendorMessageId };
  return { outcome: 'reported', vendorMessageId, status, settledAt: settledAt ? new Date(settledAt) : new Date() };
}

function isSuccess(statusCode: number): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/** `Retry-After` in seconds or as a date (RFC 9110), in milliseconds from now. */
function readRetryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds * 1000, 0), LONGEST_RETRY_AFTER_MS);
}

function describe(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  return code ?? name ?? 'unknown error';
}
