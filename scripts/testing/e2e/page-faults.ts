import type { BrowserContext, ConsoleMessage, Request, Response } from 'playwright-core';

/** What Chromium says on the console of every answer that is not one of success; answers are looked at themselves. */
const SAID_OF_ANSWERS = /^Failed to load resource/;
/** A page that is left, or a question that is asked anew, gives up what it waits for. */
const GIVEN_UP = 'net::ERR_ABORTED';
/** What becomes of a call whose server is killed before, during or after its answer. */
export const SERVER_IS_GONE =
  /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|CONTENT_LENGTH_MISMATCH)/;

/**
 * What went wrong in the pages of a visitor without anybody looking: errors on the console and of
 * scripts, what the content security policy forbade, calls that failed or were refused.
 */
export class PageFaults {
  private readonly faults: string[] = [];
  private readonly allowed: RegExp[] = [];

  static async watch(context: BrowserContext): Promise<PageFaults> {
    const faults = new PageFaults();
    context.on('console', faults.onConsole);
    context.on('weberror', (error) => faults.faults.push(`script error: ${error.error().stack ?? ''}`));
    context.on('requestfailed', faults.onFailedRequest);
    context.on('response', faults.onResponse);
    // Chromium logs most violations; this names all of them.
    await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, sourceFile, lineNumber, columnNumber, sample } = event;
      const place = [sourceFile, lineNumber, columnNumber].join(':');
      console.error(['forbidden by the policy:', violatedDirective, blockedURI, place, sample].join(' '));
    })`);
    return faults;
  }

  /** From now on, and of what was seen until now: what the test itself provokes. */
  allow(...expected: RegExp[]): void {
    this.allowed.push(...expected);
  }

  /** What was seen and not allowed. */
  get unexpected(): string[] {
    return this.faults.filter((fault) => !this.allowed.some((pattern) => pattern.test(fault)));
  }

  private readonly onConsole = (message: ConsoleMessage): void => {
    const isFault = message.type() === 'error' || message.type() === 'warning';
    if (!isFault || SAID_OF_ANSWERS.test(message.text())) return;
    this.faults.push(`console: ${message.text()}`);
  };

  private readonly onFailedRequest = (request: Request): void => {
    const reason = request.failure()?.errorText ?? '';
    if (reason !== GIVEN_UP) this.faults.push(`failed: ${request.method()} ${pathOf(request)} (${reason})`);
  };

  private readonly onResponse = (response: Response): void => {
    if (response.status() < 400) return;
    this.faults.push(`answer: ${response.status()} ${response.request().method()} ${pathOf(response)}`);
  };
}

function pathOf(message: Request | Response): string {
  const { pathname, search } = new URL(message.url());
  return pathname + search;
}
