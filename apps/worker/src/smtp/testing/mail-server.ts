import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { LOOPBACK_ADDRESSES } from '@herald/platform';
import { SMTPServer } from 'smtp-server';

import type { SmtpServer } from '../smtp-line.ts';
import { CERTIFICATE } from './certificate.ts';

export interface ReceivedMail {
  from: string;
  to: string;
  content: string;
}

type Answer = 'take' | 'cut' | 'hang' | number;

export interface MailServerOptions {
  /** What becomes of a mail whose text was read: taken, cut off without an answer, no answer at all, or this code. */
  afterText?: (mail: ReceivedMail) => Answer;
  /** The same of the sender, before anything else. */
  ofSender?: () => Answer;
  /** The same of an address, before any text. */
  ofAddress?: (address: string) => Answer;
  user?: { name: string; password: string };
  offersTls?: boolean;
}

/** A real mail server on a free port, which keeps what it took. */
export class MailServer {
  /** Each mail whose text was read to its end, whatever was answered. */
  readonly read: ReceivedMail[] = [];
  /** Those that it said it took. */
  readonly taken: ReceivedMail[] = [];
  connections = 0;
  private readonly server: SMTPServer;
  private readonly sockets = new Set<Socket>();

  private constructor({
    afterText = () => 'take',
    ofSender = () => 'take',
    ofAddress = () => 'take',
    user,
    offersTls = false,
  }: MailServerOptions) {
    this.server = new SMTPServer({
      authOptional: user === undefined,
      // Passwords go over the loopback here.
      allowInsecureAuth: true,
      hideSTARTTLS: !offersTls,
      ...CERTIFICATE,
      disableReverseLookup: true,
      closeTimeout: 0,
      onConnect: (_session, done) => {
        this.connections += 1;
        done();
      },
      onAuth: ({ username, password }, _session, done) => {
        const isRight = username === user?.name && password === user?.password;
        done(isRight ? null : replyOf(535), isRight ? { user: username } : undefined);
      },
      onMailFrom: (_address, _session, done) => this.answer(ofSender(), done),
      onRcptTo: ({ address }, _session, done) => this.answer(ofAddress(address), done),
      onData: (stream, { envelope }, done) => {
        void text(stream).then((content) => {
          const { mailFrom, rcptTo } = envelope;
          const mail = { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo[0]?.address ?? '', content };
          this.read.push(mail);
          const answer = afterText(mail);
          if (answer === 'take') this.taken.push(mail);
          this.answer(answer, done);
        });
      },
    });
    // Whoever cuts a connection is told of it; there is nothing to do about it here.
    this.server.on('error', () => {});
    this.server.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  static async start(options: MailServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options);
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** Cuts every connection, and takes no more. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(resolve));
    this.cutAll();
    await closed;
  }

  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private answer(answer: Answer, done: (error?: Error | null) => void): void {
    if (answer === 'take') done();
    else if (answer === 'cut') this.cutAll();
    else if (answer !== 'hang') done(replyOf(answer));
  }
}

function replyOf(responseCode: number): Error {
  return Object.assign(new Error('no'), { responseCode });
}

/** A mail server of this machine as the worker sees it: without encryption and password. */
export function plainServerAt(port: number, over: Partial<SmtpServer> = {}): SmtpServer {
  return {
    host: '127.0.0.1',
    port,
    isSecure: false,
    needsTls: false,
    credentials: undefined,
    privateAddresses: LOOPBACK_ADDRESSES,
    connections: 2,
    timeoutMs: 5_000,
    ...over,
  };
}
