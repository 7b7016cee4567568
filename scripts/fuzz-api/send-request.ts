import { Agent, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

import type { FuzzRequest } from './fuzz-request.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** There was no answer, or not all of it. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** It would go on for minutes; its first event says all that there is to judge. */
const ENDLESS = /^text\/event-stream\b/;

/** Sends requests as they are written, over one connection for as long as the API keeps it. */
export class RequestSender {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly url: URL;
  private readonly timeoutMs: number;

  constructor(url: string, timeoutMs: number) {
    this.url = new URL(url);
    this.timeoutMs = timeoutMs;
  }

  /** @throws NoAnswer after `timeoutMs`, or when the connection breaks. */
  send({ method, target, body }: FuzzRequest, headers: [string, string][]): Promise<Answer> {
    const { hostname, port, host } = this.url;
    const fixed = [['Host', host], ...(body === undefined ? [] : [['Content-Length', String(body.length)]])];
    return new Promise((resolve, reject) => {
      const sent = httpRequest({
        agent: this.agent,
        hostname,
        port,
        method,
        path: target,
        headers: [...fixed, ...headers].flat(),
      });
      const give = setTimeout(() => {
        sent.destroy();
        reject(new NoAnswer(`no answer within ${this.timeoutMs} ms`));
      }, this.timeoutMs);
      const fail = (error: Error) => {
        clearTimeout(give);
        reject(new NoAnswer(error.message, { cause: error }));
      };
      sent.once('response', (response) => {
        const chunks: Buffer[] = [];
        const finish = () => {
          clearTimeout(give);
          const { statusCode = 0 } = response;
          resolve({ status: statusCode, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') });
        };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (!ENDLESS.test(response.headers['content-type'] ?? '')) return;
          finish();
          response.destroy();
        });
        response.once('error', fail);
        response.once('end', finish);
      });
      // An answer may come before the whole of a body that is refused was sent.
      sent.on('error', fail);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
