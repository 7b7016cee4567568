import { Readable } from 'node:stream';

import { openOutgoingSocket } from '@herald/platform';
import type { AddressRange } from '@herald/platform';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

import type { Mail } from './compose-mail.ts';

/** What became of a mail that was handed over. */
export type Handover =
  | { outcome: 'taken' }
  /** For good; `code` is the server's, as 550. What it says beside that may name people. */
  | { outcome: 'refused'; code: number }
  /** For certain it has not been taken; another time it may be. */
  | { outcome: 'not taken'; reason: string }
  /** It was all said, and no answer came. */
  | { outcome: 'uncertain'; reason: string };

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte. */
  isSecure: boolean;
  /** Whether it must be possible to go over to TLS, where it is not there from the first byte. */
  needsTls: boolean;
  credentials: { user: string; pass: string } | undefined;
  /** Private addresses that may be connected to. */
  privateAddresses: readonly AddressRange[];
  /** Most connections at once. */
  connections: number;
  /** For opening a connection, TLS and password included, and for each answer. */
  timeoutMs: number;
}

/** Replies from here on say that this mail is not taken now; others to a text say nothing that can be relied on. */
const REFUSED_FOR_NOW = 400;
/** That it never will be. */
const REFUSED_FOR_GOOD = 500;

const TOO_LARGE = 552;

type Done = (error?: Error | null) => void;

/** One connection to a mail server, over which one mail goes after the other. */
export class SmtpLine {
  private readonly connection: SMTPConnection;
  /** Of what is being said now. */
  private done: Done | undefined;
  private isOver = false;

  private constructor(connection: SMTPConnection) {
    this.connection = connection;
    connection.on('error', (error: Error) => this.end(error));
    connection.once('end', () => {
      // Whoever waits for an answer may be told more by the error that goes with it.
      setImmediate(() => this.end(Object.assign(new Error('the connection was closed'), { code: 'ECONNECTION' })));
    });
  }

  /**
   * @param hangingUp when it aborts, the connection breaks, also one that is being opened.
   * @throws Error when nobody answers there in time, not by TLS where that is needed, or the credentials are wrong.
   */
  static async open(server: SmtpServer, hangingUp: AbortSignal): Promise<SmtpLine> {
    const { host, port, isSecure, needsTls, credentials, privateAddresses, timeoutMs } = server;
    const deadlineMs = performance.now() + timeoutMs;
    const socket = await openOutgoingSocket({ host, port, timeoutMs, allowed: privateAddresses, signal: hangingUp });
    const connection = new SMTPConnection({
      connection: socket,
      host,
      secure: isSecure,
      requireTLS: needsTls && !isSecure,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
    const line = new SmtpLine(connection);
    // Each answer has its own time: a server that takes all of it each time would take several times as long.
    const timer = setTimeout(() => line.close('ETIMEDOUT'), deadlineMs - performance.now());
    try {
      await line.say((done) => connection.connect(done));
      if (credentials !== undefined) await line.say((done) => connection.login(credentials, done));
      return line;
    } catch (error) {
      line.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether another mail can go over it. */
  get isOpen(): boolean {
    return !this.isOver;
  }

  /** Never throws. */
  async handOver({ from, to, content }: Mail): Promise<Handover> {
    let isUnderWay = false;
    // The text is asked for once the server has said that it wants it, and not before.
    const stream = new Readable({
      read() {
        isUnderWay = true;
        this.push(content);
        this.push(null);
      },
    });
    try {
      await this.say((done) => this.connection.send({ from, to: [to], size: content.length }, stream, done));
      return { outcome: 'taken' };
    } catch (error) {
      const { responseCode = 0, command } = error as { responseCode?: number; command?: string };
      // Whoever may not send, or not from that address, learns nothing of this mail.
      const isOfSender = command === 'MAIL FROM' && responseCode !== TOO_LARGE;
      if (responseCode >= REFUSED_FOR_GOOD && !isOfSender) return { outcome: 'refused', code: responseCode };
      if (responseCode >= REFUSED_FOR_NOW) {
        return { outcome: 'not taken', reason: `the mail server answered ${responseCode}` };
      }
      // Without an answer it counts whether the server had any of the text.
      const reason = `no answer from the mail server (${describe(error)})`;
      return { outcome: isUnderWay ? 'uncertain' : 'not taken', reason };
    }
  }

  /** So that nothing of a mail is left for the next. */
  async reset(): Promise<void> {
    try {
      await this.say((done) => this.connection.reset(done));
    } catch {
      this.close();
    }
  }

  close(code = 'ECONNECTION'): void {
    this.end(Object.assign(new Error('closed'), { code }));
    this.connection.close();
  }

  quit(): void {
    this.isOver = true;
    this.connection.quit();
  }

  /** Settles with the answer, or with the end of the connection. */
  private say(work: (done: Done) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.done = (error) => {
        this.done = undefined;
        if (error) reject(error);
        else resolve();
      };
      if (this.isOver) this.done(Object.assign(new Error('the connection was closed'), { code: 'ECONNECTION' }));
      else work((error) => this.done?.(error));
    });
  }

  private end(error: Error): void {
    this.isOver = true;
    this.done?.(error);
  }
}

/** What went wrong, without the words of the server. */
export function describe(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  return code ?? name ?? 'unknown error';
}
