import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const MOST_NAMED = 5;

/** The connections of a server and the calls that are under way on them, so that it can end in order. */
export class OpenCalls {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  /** Each with what it answers. */
  private readonly answers = new Map<ServerResponse, string>();
  private isDraining = false;
  private isClosing = false;

  constructor(server: Server) {
    this.server = server;
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  follow(answer: RequestListener): RequestListener {
    return (request, response) => {
      this.answers.set(response, `${request.method} ${request.url?.split('?')[0]}`);
      response.once('close', () => this.settle(response));
      if (this.isDraining) response.setHeader('Connection', 'close');
      answer(request, response);
    };
  }

  /** From now on an answer is the last of its connection, so that whoever calls again comes to another process. */
  drain(): void {
    this.isDraining = true;
    for (const response of this.answers.keys()) {
      if (!response.headersSent) response.setHeader('Connection', 'close');
    }
  }

  /** Takes nothing new, closes every connection that asks nothing, and resolves when the others were answered. */
  close(): Promise<void> {
    this.isClosing = true;
    this.drain();
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    const busy = new Set([...this.answers.keys()].map(({ socket }) => socket));
    // The server itself takes a connection for busy that never said anything, as browsers open them ahead.
    for (const socket of this.sockets) if (!busy.has(socket)) socket.destroy();
    return closed;
  }

  /** As in "2 calls (GET /api/campaigns, POST /api/user)". */
  describe(): string {
    const named = [...this.answers.values()];
    const list = [...named.slice(0, MOST_NAMED), ...(named.length > MOST_NAMED ? ['...'] : [])].join(', ');
    return `${named.length} ${named.length === 1 ? 'call' : 'calls'} (${list})`;
  }

  private settle(response: ServerResponse): void {
    this.answers.delete(response);
    // One whose answer had begun before nobody told its caller that it was the last.
    if (this.isClosing) setImmediate(() => this.server.closeIdleConnections());
  }
}
