import { problemSchema } from '@herald/shared';

import { DocumentContracts } from '../../apps/api/src/http/testing/document-contracts.ts';
import type { DocumentedContract } from '../../apps/api/src/http/testing/document-contracts.ts';
import type { FuzzRequest } from './fuzz-request.ts';
import type { Answer } from './send-request.ts';

/** Of our code, of libraries, of the machine and of PostgreSQL: nothing that an answer may tell. */
const LEAKS: readonly [string, RegExp][] = [
  ['a stack trace', /\n\s+at |\bat (?:async )?[\w.<>]+ \(|\.(?:ts|js|mjs|cjs):\d+/],
  ['a path', /node_modules|file:\/\/|\/(?:apps|packages)\/(?:api|shared|platform)\/|\/(?:home|root|usr|work|tmp)\/\w/],
  ['SQL', /\b(?:SELECT|INSERT|UPDATE|DELETE|SAVEPOINT)\b[^"]*\b(?:FROM|INTO|SET|WHERE)\b/],
  [
    'what PostgreSQL says',
    /invalid input syntax|invalid byte sequence|out of range for type|violates|duplicate key value|relation "|column "|SQLSTATE|PrismaClient|syntax error at or near|ECONNREFUSED|unsupported Unicode escape/,
  ],
  [
    'an error of JavaScript',
    /\b(?:Type|Range|Reference|Syntax)Error\b|is not a function|Cannot read propert|of undefined|call stack/,
  ],
];

/** Of an answer that is as it should be, parts that are about SQL, and texts of anybody. */
const MAY_SHOW_SQL = ['previewSegment', 'suggestSegmentRules'];

/** Answers of people's pages, which are no part of the document. */
const PAGES = ['text/html'];

/** Finds what is wrong with answers, by the document of the API. */
export class Judge {
  private readonly contracts = new DocumentContracts();

  /** The operation that answers such a call, by the document. */
  operationOf({ method, target }: Pick<FuzzRequest, 'method' | 'target'>): string | undefined {
    return this.contracts.find(method, pathOf(target))?.operationId;
  }

  /** @returns a sentence for everything that is wrong. */
  faultsOf(request: FuzzRequest, answer: Answer): string[] {
    if (isOfParser(answer)) return [];
    return [
      ...this.failuresIn(answer),
      ...leaksIn(request, answer, this.operationOf(request)),
      ...(answer.status >= 400 && !this.isReadiness(request) ? refusalFaults(request, answer) : []),
      ...this.contractFaults(request, answer),
    ];
  }

  private isReadiness(request: FuzzRequest): boolean {
    return this.operationOf(request) === 'getReadiness';
  }

  private failuresIn({ status, text }: Answer): string[] {
    if (status < 500) return [];
    // What takes too long is stopped, and the document says so.
    return status === 503 && text.includes('"code":"timed_out"')
      ? []
      : [`it failed with ${status}: ${text.slice(0, 500)}`];
  }

  private contractFaults(request: FuzzRequest, { status, headers, text }: Answer): string[] {
    const pathname = pathOf(request.target);
    if (request.method === 'HEAD' || (status === 304 && isConditional(request))) return [];
    const contract = this.contracts.find(request.method, pathname);
    const type = headers['content-type']?.split(';')[0] ?? '';
    if (contract === undefined)
      return status < 400 && !isOfNobody(request, { status, type }, this.contracts.knows(pathname))
        ? [`${status} ${type} for what is not documented`]
        : [];
    if (status < 300 && tookTooMuch(request, contract.body)) {
      return [`${contract.operationId} answers ${status} to a body that its contract does not take`];
    }
    const byType = contract.answers.get(status);
    if (byType === undefined) return [`${contract.operationId} answers ${status}, which the document does not name`];
    const schema = byType.get(type);
    if (schema === undefined)
      return [`${contract.operationId} answers ${status} as ${type}, which the document does not name`];
    const body = type.endsWith('json') ? readJson(text) : text;
    const { error } = schema.safeParse(body);
    return error === undefined
      ? []
      : [`the ${status} of ${contract.operationId} does not fit its contract: ${error.message.slice(0, 500)}`];
  }
}

/** Whether a body that was taken does not fit the document; one that is packed is left to others. */
function tookTooMuch({ headers, body }: FuzzRequest, taken: DocumentedContract['body']): boolean {
  if (taken === undefined || body === undefined || body.length === 0) return false;
  if (headers.some(([name]) => name === 'Content-Encoding')) return false;
  // A parser may pass over a byte order mark (RFC 8259), and ours does.
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  return !taken.safeParse(readJson(text)).success;
}

/** What Node cannot read as HTTP it refuses itself: no request came of it, so that nobody could answer more. */
function isOfParser({ status, headers, text }: Answer): boolean {
  return [400, 431].includes(status) && text === '' && headers.connection === 'close' && !('x-request-id' in headers);
}

/** What is no operation may be a page of the web app, the way to one or to Google, or what every server says to OPTIONS. */
function isOfNobody(
  { method }: FuzzRequest,
  { status, type }: { status: number; type: string },
  isOperation: boolean,
): boolean {
  return !isOperation && (method === 'OPTIONS' || PAGES.includes(type) || status === 302);
}

function isConditional({ headers }: FuzzRequest): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'if-none-match');
}

function pathOf(target: string): string {
  return target.split('?')[0] ?? '';
}

function leaksIn(request: FuzzRequest, { status, headers, text }: Answer, operationId: string | undefined): string[] {
  // Whoever sent it knows it already.
  const isOurs = (found: string) => !request.target.includes(found) && !(request.body?.includes(found) ?? false);
  const isSaid = status < 400 && operationId !== undefined && MAY_SHOW_SQL.includes(operationId);
  const shown = [isSaid ? '' : text, ...Object.values(headers).map(String)].join('\n');
  return LEAKS.flatMap(([what, pattern]) => {
    const found = pattern.exec(shown)?.[0];
    return found !== undefined && isOurs(found) ? [`the answer tells ${what}: ${found} in ${text.slice(0, 500)}`] : [];
  });
}

function refusalFaults(request: FuzzRequest, { status, headers, text }: Answer): string[] {
  if (headers['content-type'] !== 'application/problem+json; charset=utf-8') {
    return [`a refusal (${status}) is ${headers['content-type']}: ${text.slice(0, 200)}`];
  }
  if (request.method === 'HEAD') return [];
  const { data, error } = problemSchema.strict().safeParse(readJson(text));
  if (error !== undefined) return [`a refusal (${status}) is no problem: ${error.message.slice(0, 300)}`];
  const isReplay = headers['idempotency-replayed'] === 'true';
  return [
    ...(data.status === status ? [] : [`a refusal says ${data.status} in its body and is ${status}`]),
    ...(isReplay || data.requestId === headers['x-request-id']
      ? []
      : ['a refusal names another request id than its header']),
  ];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
