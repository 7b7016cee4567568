import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { IDEMPOTENCY_KEY_HEADER } from '@herald/shared';
import { request } from 'undici';

import { until } from './until.ts';

/** A call that the gate keeps, before or after the other side has answered it. */
interface Kept {
  key: string;
  goOn: () => void;
}

/** What an HTTP connection says of itself and not of the call. */
const HOP_HEADERS = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host'];

/** Stands between two processes on HTTP. Open, it passes on calls and answers; closed, it keeps one of them. */
export class Gate {
  private readonly server: Server;
  private readonly waiting = new Set<Kept>();
  private open = true;
  private keeps: (body: string) => boolean = () => false;
  /** Where calls go, with the path that they ask for. */
  target = '';
  /** What it passed on: the idempotency key, and the answer's body. */
  readonly passed: { key: string; answer: string }[] = [];

  private constructor() {
    this.server = createServer((incoming, response) => {
      this.pass(incoming, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<Gate> {
    const gate = new Gate();
    await new Promise<void>((resolve) => gate.server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The idempotency keys of what it keeps; those whose caller hung up are not among them. */
  get keptKeys(): string[] {
    return [...this.waiting].map(({ key }) => key);
  }

  /** From now on the other side does what it is asked, and the answer does not come back. */
  keepAnswers(): void {
    this.open = false;
    this.keeps = () => false;
  }

  /** From now on calls, or those whose body is such, do not reach the other side. */
  keepCalls(isSuch: (body: string) => boolean = () => true): void {
    this.open = true;
    this.keeps = isSuch;
  }

  openUp(): void {
    this.open = true;
    this.keeps = () => false;
    for (const { goOn } of this.waiting) goOn();
  }

  /** Resolves when it keeps `count` calls or answers. */
  untilKept(count: number): Promise<void> {
    return until(() => this.waiting.size >= count, `${count} calls are kept back`);
  }

  /** Resolves when `count` more calls have been passed on and answered. */
  untilPassed(count: number): Promise<void> {
    const wanted = this.passed.length + count;
    return until(() => this.passed.length >= wanted, `${count} more calls are passed on`);
  }

  async stop(): Promise<void> {
    // What is kept is not passed on any more: its caller hangs up first.
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const key = String(incoming.headers[IDEMPOTENCY_KEY_HEADER] ?? '');
    if (this.keeps(body.toString())) await this.keep(key, response);
    const answer = await request(`${this.target}${incoming.url}`, {
      method: incoming.method === 'GET' ? 'GET' : 'POST',
      headers: withoutHopHeaders(incoming.headers),
      body: incoming.method === 'GET' ? null : body,
    });
    const text = await answer.body.text();
    this.passed.push({ key, answer: text });
    if (!this.open) await this.keep(key, response);
    response.writeHead(answer.statusCode, withoutHopHeaders(answer.headers)).end(text);
  }

  /** Resolves when the gate opens; rejects when the caller does not wait that long, as a process that was killed. */
  private async keep(key: string, response: ServerResponse): Promise<void> {
    const kept: Kept = { key, goOn: () => {} };
    const hungUp = new Promise<void>((resolve) => response.once('close', resolve));
    const opened = new Promise<void>((resolve) => (kept.goOn = resolve));
    this.waiting.add(kept);
    if (!response.closed) await Promise.race([opened, hungUp]);
    this.waiting.delete(kept);
    if (response.closed) throw new Error('the caller hung up');
  }
}

function withoutHopHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name)));
}
