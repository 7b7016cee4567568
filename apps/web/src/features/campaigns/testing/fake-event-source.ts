type Listener = (event: MessageEvent<string>) => void;

/** Stands in for the browser's, which jsdom does not have; a test says what the server says. */
export class FakeEventSource {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static readonly opened: FakeEventSource[] = [];

  readonly url: string;
  readyState = FakeEventSource.CONNECTING;
  private readonly listeners = new Map<string, Listener>();

  constructor(url: string) {
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, listener);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  /** The server tells something. */
  say(name: string, data: unknown = {}): void {
    this.readyState = FakeEventSource.OPEN;
    this.listeners.get(name)?.({ data: JSON.stringify(data) } as MessageEvent<string>);
  }

  /** The connection breaks; `CLOSED` is a refusal, after which the browser gives up. */
  fail(readyState: number): void {
    this.readyState = readyState;
    this.listeners.get('error')?.({} as MessageEvent<string>);
  }

  /** Puts it in the place of the browser's. Returns the way back. */
  static install(): () => void {
    FakeEventSource.opened.length = 0;
    Object.assign(globalThis, { EventSource: FakeEventSource });
    return () => {
      Reflect.deleteProperty(globalThis, 'EventSource');
    };
  }
}
