import { query } from '../../../../../scripts/testing/fixtures/database.ts';

/** What a page got, with what is looked at in it. */
export interface Visit {
  status: number;
  /** Where it sends one on to. */
  location: string | null;
  headers: Headers;
  text: string;
}

interface BrowserOptions {
  /** The address that it is told of, when a proxy stands before `url`. */
  publicUrl?: string;
  /** What the proxy adds. */
  headers?: Record<string, string>;
}

/** Keeps cookies as a browser does, and follows no redirect by itself. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** The `Set-Cookie` headers of the last answer. */
  setCookies: string[] = [];
  private readonly url: string;
  private readonly publicUrl: string;
  private readonly headers: Record<string, string>;

  constructor(url: string, { publicUrl = url, headers = {} }: BrowserOptions = {}) {
    this.url = url;
    this.publicUrl = publicUrl;
    this.headers = headers;
  }

  get(address: string): Promise<Visit> {
    return this.visit(address, { method: 'GET' });
  }

  /** As a page of Herald calls. */
  call(method: 'POST' | 'PATCH' | 'DELETE', address: string, body?: object): Promise<Visit> {
    return this.visit(address, {
      method,
      headers: {
        origin: this.publicUrl,
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Goes to Google. @returns the address to which Google sends one back */
  async askGoogle(): Promise<string> {
    const { location } = await this.get('/auth/google');
    const { location: back } = await new Browser('').get(location ?? '');
    return back ?? '';
  }

  /** Goes to Google and back. @returns where one ends */
  async signIn(): Promise<string | null> {
    return (await this.get(await this.askGoogle())).location;
  }

  /** Who Herald says that one is; the status when it is nobody. */
  async whoAmI(): Promise<Record<string, unknown> | number> {
    const { status, text } = await this.get('/api/me');
    return status === 200 ? (JSON.parse(text) as { member: Record<string, unknown> }).member : status;
  }

  private async visit(address: string, init: RequestInit): Promise<Visit> {
    const target = new URL(address, this.publicUrl || undefined);
    const isOurs = this.publicUrl !== '' && target.origin === new URL(this.publicUrl).origin;
    const response = await fetch(isOurs ? new URL(target.pathname + target.search, this.url) : target, {
      ...init,
      redirect: 'manual',
      headers: { ...this.headers, ...this.cookieHeader(), ...(init.headers as Record<string, string>) },
    });
    this.take(response.headers.getSetCookie());
    const text = await response.text();
    return { status: response.status, location: response.headers.get('location'), headers: response.headers, text };
  }

  private cookieHeader(): Record<string, string> {
    if (this.cookies.size === 0) return {};
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  private take(setCookies: string[]): void {
    this.setCookies = setCookies;
    for (const line of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const expires = /expires=([^;]+)/i.exec(line)?.[1];
      if (expires !== undefined && new Date(expires) < new Date()) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

/** Nobody is a member any more, and nobody has signed in. */
export async function removeEverybody(databaseUrl: string): Promise<void> {
  await query(databaseUrl, 'DELETE FROM "Session"; DELETE FROM "Member"; DELETE FROM "ClaimCode"');
}
