import type { Mail } from './compose-mail.ts';
import { describe, SmtpLine } from './smtp-line.ts';
import type { Handover, SmtpServer } from './smtp-line.ts';

/** Hands mails to a mail server over a few connections, which are kept for the next mail. */
export class SmtpConnections {
  private readonly server: SmtpServer;
  private readonly idle: SmtpLine[] = [];
  private readonly hangingUp = new AbortController();
  private busy = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(server: SmtpServer) {
    this.server = server;
  }

  /**
   * @param prepare makes the mail once there is a connection for it, so that nothing is begun that then waits.
   * @returns undefined when it made none.
   * @throws what `prepare` throws, and nothing else.
   */
  async deliver(prepare: () => Promise<Mail | undefined>): Promise<Handover | undefined> {
    await this.takeTurn();
    try {
      const line = await this.lineFor();
      return line instanceof SmtpLine ? await this.deliverOver(line, prepare) : line;
    } finally {
      this.busy -= 1;
      this.waiting.shift()?.();
    }
  }

  /** Breaks off whatever is under way, and hands nothing over from now on. */
  hangUp(): void {
    this.hangingUp.abort();
  }

  /** Says goodbye on connections that nothing goes over. */
  close(): void {
    for (const line of this.idle.splice(0)) line.quit();
  }

  private async takeTurn(): Promise<void> {
    while (this.busy >= this.server.connections) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.busy += 1;
  }

  private async lineFor(): Promise<SmtpLine | Handover> {
    if (this.hangingUp.signal.aborted) return { outcome: 'not taken', reason: 'the process is ending' };
    try {
      return this.takeIdle() ?? (await SmtpLine.open(this.server, this.hangingUp.signal));
    } catch (error) {
      return { outcome: 'not taken', reason: `no connection to the mail server (${describe(error)})` };
    }
  }

  private async deliverOver(line: SmtpLine, prepare: () => Promise<Mail | undefined>): Promise<Handover | undefined> {
    const mail = await prepare().finally(() => this.keep(line));
    if (mail === undefined) return undefined;
    const handover = await this.handOver(mail);
    // The server may have given up a connection that nothing went over, and nobody knew.
    const isStale = handover.outcome === 'not taken' && !line.isOpen;
    return isStale ? this.handOver(mail) : handover;
  }

  private async handOver(mail: Mail): Promise<Handover> {
    const line = await this.lineFor();
    if (!(line instanceof SmtpLine)) return line;
    const handover = await line.handOver(mail);
    if (line.isOpen) await line.reset();
    this.keep(line);
    return handover;
  }

  private keep(line: SmtpLine): void {
    if (line.isOpen) this.idle.push(line);
  }

  /** Those that the server has closed meanwhile are left out. */
  private takeIdle(): SmtpLine | undefined {
    for (let line = this.idle.pop(); line !== undefined; line = this.idle.pop()) {
      if (line.isOpen) return line;
    }
    return undefined;
  }
}
