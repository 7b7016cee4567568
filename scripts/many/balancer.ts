import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { request } from 'undici';

/** A small load balancer: each call goes to the next of the targets, and to another when that one is not there. */
export class Balancer {
  private readonly server: Server;
  private turn = 0;
  /** Addresses without a path. */
  targets: string[] = [];
  /** Calls that each target has answered, in the order of `targets`. */
  readonly answered: number[] = [];

  private constructor() {
    this.server = createServer((incoming, response) => {
      this.pass(incoming, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<Balancer> {
    const balancer = new Balancer();
    await new Promise<void>((resolve) => balancer.server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    for (let tried = 0; tried < this.targets.length; tried += 1) {
      const index = this.turn++ % this.targets.length;
      try {
        const { statusCode, body: answer } = await this.send(index, incoming, body);
        response.writeHead(statusCode).end(await answer.text());
        this.answered[index] = (this.answered[index] ?? 0) + 1;
        return;
      } catch {
        // It is not there, or ended in the middle; who calls may call twice.
      }
    }
    response.writeHead(503).end();
  }

  private send(index: number, incoming: IncomingMessage, body: Buffer) {
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = incoming.headers;
    return request(`${this.targets[index]}${incoming.url}`, { method: 'POST', headers, body });
  }
}
