import { setTimeout as pause } from 'node:timers/promises';

import { newId } from '@herald/shared';
import { request } from 'undici';

export interface Answer {
  status: number;
  body: string;
  headers: Record<string, string | string[] | undefined>;
}

interface Call {
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const MOST_TRIES = 100;
const RETRY_MS = 100;

/** Calls several APIs of one Herald, as an integrator behind a load balancer would. */
export class Integrator {
  private readonly urls: readonly string[];
  private readonly apiKey: string;
  /** Calls that had to be made again. */
  retries = 0;

  constructor(urls: readonly string[], apiKey: string) {
    this.urls = urls;
    this.apiKey = apiKey;
  }

  /** One call of one API. Fails when that is not there. */
  async call(api: number, { path, body, headers }: Call): Promise<Answer> {
    const answer = await request(`${this.urls[api]}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${this.apiKey}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.statusCode, body: await answer.body.text(), headers: answer.headers };
  }

  /**
   * A change that must be made once: made again, under the same `Idempotency-Key` and at the next API,
   * until somebody answers.
   */
  async post<T>(firstApi: number, path: string, body: unknown, key: string = newId()): Promise<T> {
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const call = this.call((firstApi + tried) % this.urls.length, {
        path,
        body,
        headers: { 'idempotency-key': key },
      });
      const answer = await call.catch(() => undefined);
      if (answer !== undefined && answer.status < 300) return JSON.parse(answer.body) as T;
      // 409: the first call is still under way, or its API died a moment ago.
      const isPassing = answer === undefined || answer.status === 409 || answer.status >= 500;
      if (!isPassing) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
      this.retries += 1;
      await pause(RETRY_MS);
    }
    throw new Error(`nobody answered ${path}`);
  }

  async get<T>(api: number, path: string): Promise<T> {
    const { status, body } = await this.call(api, { path });
    if (status >= 300) throw new Error(`${path} answered ${status}: ${body}`);
    return JSON.parse(body) as T;
  }
}
