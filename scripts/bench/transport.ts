import { once } from 'node:events';
import { fork } from 'node:child_process';
import path from 'node:path';

import { signatureHeaders } from '@herald/platform';
import { IDEMPOTENCY_KEY_HEADER, newId, type SendMessageInput } from '@herald/shared';
import { Pool } from 'undici';

import { BUILT } from '../herald/built-files.ts';
import { HeraldProcess } from '../herald/herald-process.ts';

/** What a delivery costs when nothing is remembered: a loop that signs, the mock vendor, a handler for its receipts. */
export interface Transport {
  /** Resolves with the last receipt. */
  send(messages: SendMessageInput[]): Promise<void>;
  stop(): Promise<void>;
}

const VENDOR_PATH = '/api/mock-vendor/send-email';

export async function startTransport(env: Record<string, string>, connections: number): Promise<Transport> {
  const sink = fork(path.join(import.meta.dirname, 'receipt-sink.ts'), { execArgv: process.execArgv });
  const [{ port }] = (await once(sink, 'message')) as [{ port: number }];
  const vendor = new HeraldProcess({
    name: 'mock vendor',
    script: BUILT.mockVendor,
    env: { ...env, RECEIPT_URL: `http://127.0.0.1:${port}/api/delivery-receipt` },
  });
  await vendor.start();
  const pool = new Pool(`http://127.0.0.1:${vendor.port}`, { connections });
  return {
    send: async (messages) => {
      sink.send({ count: messages.length });
      const done = once(sink, 'message');
      await sendAll({ pool, secret: env['VENDOR_SECRET'] }, messages, connections);
      await done;
    },
    stop: async () => {
      await pool.close();
      await vendor.stop();
      sink.kill();
    },
  };
}

async function sendAll(
  { pool, secret }: { pool: Pool; secret: string | undefined },
  messages: SendMessageInput[],
  connections: number,
): Promise<void> {
  const queue = messages.values();
  const sendInTurn = async () => {
    for (const message of queue) {
      const payload = JSON.stringify(message);
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: VENDOR_PATH,
        headers: {
          'content-type': 'application/json',
          [IDEMPOTENCY_KEY_HEADER]: message.communicationLogId,
          ...signatureHeaders(secret, payload),
        },
        body: payload,
      });
      await body.json();
      if (statusCode !== 200) throw new Error(`the mock vendor answered ${statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, sendInTurn));
}

export function makeMessages(count: number): SendMessageInput[] {
  return Array.from({ length: count }, (_, index) => ({
    communicationLogId: newId(),
    customerId: newId(),
    message: `Hi customer ${index}, here is 10 % off your next order.`,
  }));
}
