import fc from 'fast-check';

import { query } from '../testing/fixtures/database.ts';
import { readApiDocument } from './api-document.ts';
import type { DocumentedOperation } from './api-document.ts';
import { flawedRequests, validRequests } from './arbitrary-requests.ts';
import type { RequestOptions } from './arbitrary-requests.ts';
import { Callers } from './callers.ts';
import { DatabasePrinter, differences } from './database-print.ts';
import type { Print } from './database-print.ts';
import { showRequest } from './fuzz-request.ts';
import type { FuzzRequest } from './fuzz-request.ts';
import { writeFuzzShop } from './fuzz-shop.ts';
import { POLLUTION_MARK } from './hostile-values.ts';
import { Judge } from './judge.ts';
import { NoAnswer, RequestSender } from './send-request.ts';
import type { Answer } from './send-request.ts';
import { shopHints } from './shop-hints.ts';

export interface FuzzOptions {
  url: string;
  databaseUrl: string;
  requests: number;
  seed: number;
}

export interface FuzzReport {
  /** Requests, those included that made a failing one smaller. */
  sent: number;
  seconds: number;
  /** How often each operation answered with which status. */
  answers: Map<string, Map<number, number>>;
  /** One text for each failure, with the request. */
  failures: string[];
}

/** An answer takes milliseconds; what takes so long hangs. */
const ANSWER_WITHIN_MS = 20_000;
/** Then the shop is written anew: requests that are let in use it up. */
const REQUESTS_PER_SHOP = 500;
/** Of five requests of an operation, those that its contract takes; so that few of them already reach what is behind. */
const VALID_OF_FIVE = [0, 2];
/** Enough to see what is wrong. */
const MOST_FAILURES = 20;
const SHRINK_WITHIN_MS = 20_000;

/** Requests that may put their own caller, or another one, out. */
const PUTS_OUT = /^\/(auth|api\/members|api\/keys)\b/;

/** Sends requests that are made from the document, one after the other, and looks at what each of them did. */
export async function fuzzApi({ url, databaseUrl, requests, seed }: FuzzOptions): Promise<FuzzReport> {
  const startedAtMs = performance.now();
  const run = new FuzzRun(url, databaseUrl, await DatabasePrinter.connect(databaseUrl));
  try {
    for (let index = 0; index < requests && run.failures.size < MOST_FAILURES; index += 1) {
      if (index % REQUESTS_PER_SHOP === 0) await run.openShop();
      await run.tryOne(index, seed);
    }
  } finally {
    await run.close();
  }
  const seconds = (performance.now() - startedAtMs) / 1_000;
  return { sent: run.sent, seconds, answers: run.answers, failures: [...run.failures.values()] };
}

class FuzzRun {
  sent = 0;
  readonly answers = new Map<string, Map<number, number>>();
  /** By what is wrong, so that the same is not told twice. */
  readonly failures = new Map<string, string>();
  private readonly url: string;
  private readonly databaseUrl: string;
  private readonly document = readApiDocument();
  private readonly judge = new Judge();
  private readonly sender: RequestSender;
  private readonly printer: DatabasePrinter;
  private callers: Callers | undefined;
  private options: RequestOptions | undefined;
  private lastPrint: Print = new Map();

  constructor(url: string, databaseUrl: string, printer: DatabasePrinter) {
    this.url = url;
    this.databaseUrl = databaseUrl;
    this.printer = printer;
    this.sender = new RequestSender(url, ANSWER_WITHIN_MS);
  }

  async openShop(): Promise<void> {
    await emptyHerald(this.databaseUrl);
    this.callers = await Callers.signIn(this.url, this.databaseUrl);
    const shop = await writeFuzzShop(this.databaseUrl, this.url);
    this.options = { document: this.document, hintsFor: (operation) => shopHints(shop, operation) };
    this.lastPrint = await this.printer.print();
  }

  /** The operations take turns, so that each meets what the others leave behind. */
  async tryOne(index: number, seed: number): Promise<void> {
    const { operations } = this.document;
    const operation = operations[index % operations.length] as DocumentedOperation;
    const isValid = VALID_OF_FIVE.includes(Math.floor(index / operations.length) % 5);
    const requests = (isValid ? validRequests : flawedRequests)(operation, this.options as RequestOptions);
    const doneAtMs = performance.now() + SHRINK_WITHIN_MS;
    const property = fc.asyncProperty(requests, async (request) => {
      // By then it is as small as it gets: what is smaller counts as well.
      if (performance.now() > doneAtMs) return;
      const faults = await this.attempt(request, operation);
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
    const { counterexample, errorInstance } = await fc.check(property, { seed: seed + index, numRuns: 1 });
    if (counterexample === null) return;
    const { message } = errorInstance as Error;
    const what = `${operation.id}: ${message.slice(0, 60).replaceAll(/\d+/g, '')}`;
    const again = `HERALD_FUZZ_SEED=${seed} HERALD_FUZZ_REQUESTS=${index + 1}`;
    this.failures.set(
      what,
      `${message}\n\n${showRequest(counterexample[0])}\n${again} sends it again, and what came before`,
    );
  }

  async close(): Promise<void> {
    this.sender.close();
    await this.printer.close();
  }

  private async attempt(request: FuzzRequest, { id, signer }: DocumentedOperation): Promise<string[]> {
    const { callers } = this;
    if (callers === undefined) throw new Error('There is no shop yet');
    this.sent += 1;
    let answer: Answer;
    try {
      answer = await this.sender.send(request, callers.headersOf(request, signer));
    } catch (error) {
      if (error instanceof NoAnswer) return [error.message];
      throw error;
    }
    this.count(id, answer);
    const written = await this.whatWasWritten(request, answer, signer !== undefined);
    const isAccepted = answer.status < 400 && request.method !== 'GET';
    if (isAccepted && PUTS_OUT.test(request.target)) {
      await callers.renew();
      this.lastPrint = await this.printer.print();
    }
    return [...this.judge.faultsOf(request, answer), ...written, ...pollution()];
  }

  private count(id: string, { status }: Answer): void {
    const ofOperation = this.answers.get(id) ?? new Map<number, number>();
    ofOperation.set(status, (ofOperation.get(status) ?? 0) + 1);
    this.answers.set(id, ofOperation);
  }

  /** What a request wrote that was to write nothing: it was refused, only asked, or came with a test key. */
  private async whatWasWritten(request: FuzzRequest, { status }: Answer, isSigned: boolean): Promise<string[]> {
    const before = this.lastPrint;
    this.lastPrint = await this.printer.print();
    const onlyAsks = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    // Who signs a call makes it, whatever key comes with it.
    const isRehearsal = request.caller === 'test key' && !isSigned && !request.headers.some(isOfAnother);
    if (status < 400 && !onlyAsks && !isRehearsal) return [];
    const written = differences(before, this.lastPrint)
      // An export is noted, whoever makes it.
      .filter(({ table }) => !(onlyAsks && status < 400 && table === 'public.AuditEvent'));
    return written.map(({ table, change }) => `it answered ${status} and wrote ${table}: ${change}`);
  }
}

/** A header of the request's own, in the place of its caller's. */
function isOfAnother([name]: [string, string]): boolean {
  return ['authorization', 'cookie'].includes(name.toLowerCase());
}

/** The API runs in this process, and so does what it would have done to all objects. */
function pollution(): string[] {
  return POLLUTION_MARK in {} ? ['the prototype of all objects was changed'] : [];
}

/** Empties all tables that requests fill, but the log that nobody can empty. */
async function emptyHerald(databaseUrl: string): Promise<void> {
  const rows = await query<{ name: string }>(
    databaseUrl,
    `SELECT quote_ident(relname) AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
       AND relname NOT IN ('_prisma_migrations', 'AuditEvent', 'Workspace', 'rate_limit')`,
  );
  await query(databaseUrl, `TRUNCATE ${rows.map(({ name }) => name).join(', ')}`);
}
