import { IDEMPOTENCY_KEY_HEADER, sendMessageOutput } from '@herald/shared';
import type { SendMessageInput } from '@herald/shared';
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';

/** What the vendor made of one message. */
export type VendorAnswer =
  | { outcome: 'accepted'; vendorMessageId: string }
  /** It will never take this one. */
  | { outcome: 'refused'; reason: string }
  /** Nobody knows whether it has it: ask again with the same key. */
  | { outcome: 'unanswered'; reason: string };

const TIMEOUT_MS = 10_000;
/** Worth another try, besides every 5xx: too slow, too early, too many. */
const TRANSIENT_STATUSES = new Set([408, 425, 429]);

/** Calls the vendor over kept-alive connections, never more than `connections` at once. */
export class VendorClient {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(vendorUrl: string, connections: number) {
    const url = new URL(vendorUrl);
    this.path = url.pathname + url.search;
    this.pool = new Pool(url.origin, {
      connections,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      connect: { timeout: TIMEOUT_MS },
    });
  }

  /** The row's id is the idempotency key: asking twice delivers once. Never throws. */
  async send(message: SendMessageInput): Promise<VendorAnswer> {
    try {
      const response = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers: {
          'content-type': 'application/json',
          [IDEMPOTENCY_KEY_HEADER]: message.communicationLogId,
        },
        body: JSON.stringify(message),
      });
      return await readAnswer(response);
    } catch (error) {
      return { outcome: 'unanswered', reason: `no answer from the vendor (${describe(error)})` };
    }
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}

async function readAnswer({ statusCode, body }: Dispatcher.ResponseData): Promise<VendorAnswer> {
  const text = await body.text();
  if (statusCode >= 200 && statusCode < 300) {
    const { vendorMessageId } = sendMessageOutput.parse(JSON.parse(text));
    return { outcome: 'accepted', vendorMessageId };
  }
  const reason = `the vendor answered ${statusCode}`;
  const isTransient = statusCode >= 500 || TRANSIENT_STATUSES.has(statusCode);
  return { outcome: isTransient ? 'unanswered' : 'refused', reason };
}

function describe(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  return code ?? name ?? 'unknown error';
}
