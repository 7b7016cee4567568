import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import type { ApiDocument, DocumentedOperation } from './api-document.ts';
import { bodyFlaws } from './flawed-bodies.ts';
import { CALLERS } from './fuzz-request.ts';
import { hostileKeys, HOSTILE_NUMBERS, hostileTexts, POLLUTION_MARK } from './hostile-values.ts';
import { writeJson } from './json.ts';
import type { RequestParts } from './request-parts.ts';

/** Makes one thing about a request wrong, or strange. */
export type RequestFlaw = (parts: RequestParts) => RequestParts;

const flaw = (what: string, change: (parts: RequestParts) => Partial<RequestParts>): RequestFlaw => {
  return (parts) => ({ ...parts, ...change(parts), flaws: [...parts.flaws, what] });
};

/** What can be wrong with a call of this operation. */
export function requestFlaws(
  operation: DocumentedOperation,
  schemas: ApiDocument['schemas'],
): fc.Arbitrary<RequestFlaw> {
  const hasParams = operation.path.includes('{');
  return fc.oneof(
    ...(hasParams ? [{ weight: 4, arbitrary: pathFlaws(operation) }] : []),
    { weight: 4, arbitrary: queryFlaws(operation) },
    { weight: 3, arbitrary: headerFlaws },
    { weight: 1, arbitrary: methodFlaws },
    { weight: 2, arbitrary: fc.constantFrom(...CALLERS).map((caller) => flaw(`as ${caller}`, () => ({ caller }))) },
    ...(operation.signer === undefined ? [] : [{ weight: 3, arbitrary: signatureFlaws }]),
    ...(operation.body === undefined
      ? [
          {
            weight: 1,
            arbitrary: fc.constant(flaw('a body that nobody asked for', () => ({ rawBody: Buffer.from('{"a":') }))),
          },
        ]
      : [
          { weight: 24, arbitrary: bodyFlaws(operation.body.schema, schemas).map(flawOfBody) },
          { weight: 4, arbitrary: rawBodyFlaws },
        ]),
  );
}

function flawOfBody({ what, apply }: { what: string; apply: (body: never) => RequestParts['json'] }): RequestFlaw {
  return flaw(`body: ${what}`, ({ json }) => ({ json: json === undefined ? json : apply(json as never) }));
}

const signatureFlaws = fc
  .constantFrom('wrong' as const, 'none' as const)
  .map((signature) => flaw(`signature ${signature}`, () => ({ signature })));

const PATH_TEXTS = [
  '..',
  '.',
  '%2e%2e%2f',
  '//',
  '..\\..',
  'x'.repeat(5_000),
  '1',
  'null',
  '{id}',
  ':id',
  '*',
  '__proto__',
];
/** What is no valid way to write a path, or means another one. */
const RAW_PATHS = [
  '%',
  '%zz',
  '%00',
  '%c0%ae%c0%ae',
  '%ff%fe',
  '%ed%a0%80',
  ';a=b',
  '%2f',
  '%5c',
  '%u0000',
  '%25%30%30',
];

function pathFlaws({ path }: DocumentedOperation): fc.Arbitrary<RequestFlaw> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const texts = fc
    .oneof(hostileTexts, fc.constantFrom(...PATH_TEXTS), fc.constantFrom(...HOSTILE_NUMBERS))
    .map(shorten);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...names), texts)
        .map(([name, text]) => flaw('path: hostile text', ({ params }) => ({ params: { ...params, [name]: text } }))),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...RAW_PATHS)
        .map((raw) => flaw('path: not well formed', () => ({ rawPath: path.replaceAll(/\{\w+\}/g, raw) }))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...names), fc.constantFrom('upper case', 'blank behind', 'cut'))
        .map(([name, how]) =>
          flaw(`path: ${how}`, ({ params }) => ({ params: { ...params, [name]: nearMiss(params[name] ?? '', how) } })),
        ),
    },
  );
}

function nearMiss(text: string, how: string): string {
  if (how === 'upper case') return text.toUpperCase();
  return how === 'cut' ? text.slice(1) : `${text} `;
}

/** Longer first lines are refused by Node before anybody sees them. */
const LONGEST_IN_TARGET = 5_000;
const shorten = (text: string) => text.slice(0, LONGEST_IN_TARGET / 9);

const RAW_QUERIES = [
  '%',
  'limit=%zz',
  'limit=%00',
  'limit[a]=1',
  'limit[]=1',
  'limit=1&limit=2',
  '&&&',
  '=',
  '?',
  '__proto__[x]=1',
  'a'.repeat(LONGEST_IN_TARGET),
  `${'a=1&'.repeat(1_001)}a=1`,
  'limit=1%26limit=2',
  '%5f%5fproto%5f%5f=1',
  '\u00ff=\u00fe',
];

function queryFlaws({ parameters }: DocumentedOperation): fc.Arbitrary<RequestFlaw> {
  const known = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const names =
    known.length === 0 ? hostileKeys : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, hostileKeys);
  const values = fc.oneof(hostileTexts, fc.constantFrom(...HOSTILE_NUMBERS)).map(shorten);
  const short = names.map(shorten);
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(short, values).map(([name, value]) =>
        flaw('query: hostile text', ({ query }) => ({
          query: [...query.filter(([other]) => other !== name), [name, value]],
        })),
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(short, values, values)
        .map(([name, a, b]) =>
          flaw('query: a parameter twice', ({ query }) => ({ query: [...query, [name, a], [name, b]] })),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...RAW_QUERIES)
        .map((rawQuery) => flaw('query: not well formed', () => ({ rawQuery }))),
    },
  );
}

/** Headers that Herald, Express or Node make something of. */
const READ_HEADERS = [
  'Authorization',
  'Cookie',
  'Origin',
  'Sec-Fetch-Site',
  'Idempotency-Key',
  'X-Request-Id',
  'X-Forwarded-For',
  'X-Forwarded-Proto',
  'X-Forwarded-Host',
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'If-None-Match',
  'Range',
  'X-HTTP-Method-Override',
  'X-Herald-Timestamp',
  'X-Herald-Signature',
  'Forwarded',
  'Referer',
  'Connection',
  'Upgrade',
  'Via',
  'Prefer',
];
const HEADER_TEXTS = [
  '',
  ' ',
  ',',
  ';',
  '""',
  '*',
  'null',
  'Bearer',
  'Bearer ',
  'Bearer hrd_live_',
  `Bearer hrd_live_${'A'.repeat(43)}`,
  `Bearer hrd_test_${'A'.repeat(43)}`,
  `Bearer ${'a'.repeat(3_000)}`,
  'Basic YTpi',
  'herald=',
  'herald=s:',
  'herald=s%3A%00.a',
  'herald=s%3Aabc.def; herald=1',
  'herald=j:{"a":1}',
  `herald=s%3A${'a'.repeat(3_000)}.b`,
  '__proto__=1; constructor=2',
  'http://evil.test',
  'cross-site',
  '127.0.0.1, ::1',
  'sha256=zz',
  '1e9',
  '-1',
  '99999999999999999999',
  'bytes=0-0',
  'gzip;q=abc',
  'W/"a"',
  'DELETE',
  '\u00ff\u00fe\u0080',
  'a\tb',
  'é',
];
const headerTexts = fc.oneof(fc.constantFrom(...HEADER_TEXTS), hostileTexts.map(asHeader));

/** Node's own client sends no others. */
export function asHeader(text: string): string {
  return text.slice(0, LONGEST_IN_TARGET).replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?');
}

const headerFlaws = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom(...READ_HEADERS), headerTexts).map(([name, value]) =>
      flaw(`header ${name}`, ({ headers }) => ({
        headers: [...headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()), [name, value]],
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...READ_HEADERS), headerTexts, headerTexts)
      .map(([name, a, b]) =>
        flaw(`header ${name} twice`, ({ headers }) => ({ headers: [...headers, [name, a], [name, b]] })),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('__proto__', 'constructor', 'toString', 'x-'.repeat(100))
      .map((name) =>
        flaw('header with a strange name', ({ headers }) => ({ headers: [...headers, [name, POLLUTION_MARK]] })),
      ),
  },
);

const methodFlaws = fc
  .constantFrom('GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH')
  .map((method) => flaw(`as ${method}`, () => ({ method })));

const CONTENT_TYPES = [
  undefined,
  '',
  'text/plain',
  'text/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/json; charset=utf-16',
  'application/json; charset=latin1',
  'application/json; charset=%00',
  'application/json;;;',
  'application/json, text/plain',
  'APPLICATION/JSON',
  'application/vnd.api+json',
  'application/problem+json',
  '*/*',
  'application/json; charset="utf-8"',
];
const MALFORMED = [
  '',
  ' ',
  '{',
  '[',
  '[{"a":1,}]',
  '{"a":NaN}',
  '{a:1}',
  "{'a':1}",
  '"text"',
  '7',
  'null',
  'true',
  '\u0000',
  '\ufeff{}',
  '{}{}',
  '[1,2',
  '{"a":"\n"}',
  '{"a":"\\ud800"}',
  '{"\\u0000":1}',
  '/**/{}',
  '-',
  '1e',
  '{"a":1e}',
  '{"__proto__":{"heraldIsPolluted":true}}',
  '[{"__proto__":{"heraldIsPolluted":true}}]',
  `[${'{},'.repeat(10_000)}{}]`,
  `[${'0,'.repeat(200_000)}0]`,
  '{"a":'.repeat(10_000),
  `{"rules":${'{"combinator":"and","rules":['.repeat(2_000)}${']}'.repeat(2_000)}}`,
];
const BYTES = [
  Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
  Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
  Buffer.alloc(100),
];
/** One byte more than a call may bring. */
const TOO_LARGE = Buffer.from(`[${' '.repeat(10 * 1024 * 1024)}]`);

const rawBodyFlaws: fc.Arbitrary<RequestFlaw> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(...MALFORMED)
      .map((text) => flaw('body: not what it should be', () => ({ rawBody: Buffer.from(text) }))),
  },
  { weight: 3, arbitrary: fc.constantFrom(...BYTES).map((rawBody) => flaw('body: not UTF-8', () => ({ rawBody }))) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(...CONTENT_TYPES)
      .map((contentType) => flaw(`content type ${contentType}`, () => ({ contentType }))),
  },
  { weight: 2, arbitrary: fc.constant(flaw('no body', () => ({ json: undefined }))) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('gzip', 'deflate', 'br', 'compress', 'identity', 'gzip, gzip', '').map((encoding) =>
      flaw(`said to be packed by ${encoding}`, ({ headers }) => ({
        headers: [...headers, ['Content-Encoding', encoding]],
      })),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.boolean().map((isWhole) =>
      flaw('packed', ({ headers, json }) => ({
        headers: [...headers, ['Content-Encoding', 'gzip']],
        rawBody: packed(writeJson(json ?? {}), isWhole),
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant(
      flaw('packed, huge when unpacked', ({ headers }) => ({
        headers: [...headers, ['Content-Encoding', 'gzip']],
        rawBody: PACKED_BOMB,
      })),
    ),
  },
  { weight: 1, arbitrary: fc.constant(flaw('body: too large', () => ({ rawBody: TOO_LARGE }))) },
);

const PACKED_BOMB = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '));

function packed(text: string, isWhole: boolean): Buffer {
  const bytes = gzipSync(text);
  return isWhole ? bytes : bytes.subarray(0, bytes.length / 2);
}
