import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { request } from 'undici';

import { until } from './until.ts';

/** Stands between two processes on HTTP. Open, it passes on calls and answers; closed, it keeps one of them. */
export class Gate {
  private readonly server: Server;
  private readonly waiting: (() => void)[] = [];
  private open = true;
  private holdsCalls = false;
  /** Where calls go, with the path that they ask for. */
  target = '';
  /** What it passed on: the idempotency key, and the answer's body. */
  readonly passed: { key: string; answer: string }[] = [];

  private constructor() {
    this.server = createServer((incoming, response) => {
      this.pass(incoming).then(
        ({ status, answer }) => response.writeHead(status, { 'content-type': 'application/json' }).end(answer),
        () => response.destroy(),
      );
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

  /** From now on the other side does what it is asked, and the answer does not come back. */
  keepAnswers(): void {
    this.open = false;
    this.holdsCalls = false;
  }

  /** From now on calls do not reach the other side. */
  keepCalls(): void {
    this.open = false;
    this.holdsCalls = true;
  }

  openUp(): void {
    this.open = true;
    for (const go of this.waiting.splice(0)) go();
  }

  /** Resolves when it keeps `count` calls or answers. */
  untilKept(count: number): Promise<void> {
    return until(() => this.waiting.length >= count, `${count} calls are kept back`);
  }

  /** Resolves when `count` more calls have been passed on and answered. */
  untilPassed(count: number): Promise<void> {
    const wanted = this.passed.length + count;
    return until(() => this.passed.length >= wanted, `${count} more calls are passed on`);
  }

  async stop(): Promise<void> {
    this.openUp();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async pass(incoming: IncomingMessage): Promise<{ status: number; answer: string }> {
    const body = await text(incoming);
    if (this.holdsCalls) await this.untilOpen();
    const response = await request(`${this.target}${incoming.url}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': keyOf(incoming) },
      body,
    });
    const answer = await response.body.text();
    this.passed.push({ key: keyOf(incoming), answer });
    if (!this.holdsCalls) await this.untilOpen();
    return { status: response.statusCode, answer };
  }

  private untilOpen(): Promise<void> {
    return this.open ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }
}

function keyOf(incoming: IncomingMessage): string {
  return String(incoming.headers['idempotency-key'] ?? '');
}
