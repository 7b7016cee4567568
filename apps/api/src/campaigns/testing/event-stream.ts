/** One event of a stream. */
export interface StreamEvent {
  name: string;
  data: unknown;
  /** When it came, in milliseconds. */
  atMs: number;
}

/** A stream of events, as a page reads it. */
export class EventStream {
  readonly response: Response;
  readonly events: StreamEvent[] = [];
  /** Whatever was no event: how soon to come back, and signs of life. */
  readonly others: string[] = [];
  /** Resolves when it is over, whoever ended it. */
  readonly over: Promise<void>;
  private readonly controller: AbortController;

  private constructor(response: Response, controller: AbortController) {
    this.response = response;
    this.controller = controller;
    this.over = this.read();
  }

  static async open(url: string, headers: Record<string, string>): Promise<EventStream> {
    const controller = new AbortController();
    return new EventStream(await fetch(url, { headers, signal: controller.signal }), controller);
  }

  /** As a closed browser tab does. */
  async leave(): Promise<void> {
    this.controller.abort();
    await this.over;
  }

  private async read(): Promise<void> {
    const { body } = this.response;
    if (body === null) return;
    let rest = '';
    try {
      for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      // It was left, or broke off.
    }
  }

  private take(block: string): void {
    const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
    if (name === undefined || data === undefined) this.others.push(block);
    else this.events.push({ name, data: JSON.parse(data), atMs: performance.now() });
  }
}
