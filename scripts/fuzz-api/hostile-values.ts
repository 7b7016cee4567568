import fc from 'fast-check';

import { RawJson, withKey } from './json.ts';
import type { Json } from './json.ts';

/** Texts that have broken programs before, by what is wrong with them. None of them looks like our own SQL or code. */
const HOSTILE_TEXTS: Readonly<Record<string, readonly string[]>> = {
  'empty or blank': ['', ' ', '\t\r\n', '\u00a0', '\u200b', '\u3000'],
  NUL: ['\0', 'a\0b', 'name\0', '\0'.repeat(50)],
  'lone surrogate': ['\ud800', 'a\udfff', '\udc00\ud800', 'x\ud83d'],
  'hostile Unicode': [
    '\ufeffBOM',
    '\u202egnp.exe',
    '\u2028\u2029',
    'Z\u0351\u036b\u0343\u036a\u0302'.repeat(40),
    '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}',
    'ﷺ'.repeat(30),
    'İıſßẞŉǰΐ',
    '\uffff\ufffe\u{10ffff}',
    '\u0000\u0001\u0008\u001b[31m\u007f\u0085',
    'é\u0065\u0301',
  ],
  injection: [
    `'; DROP TABLE "Customer"; --`,
    `' OR '1'='1`,
    '\\',
    '%',
    '_%',
    '$1',
    '"',
    '{{ 7 | times: 7 }}',
    '{{',
    '{% for x in (1..100000000) %}{{ x }}{% endfor %}',
    '{{ constructor.constructor }}',
    '{% include "x" %}',
    '<script>alert(1)</script>',
    '${7*7}',
    '../../../../etc/passwd',
    '\r\nSet-Cookie: herald=1',
    '=1+1|cmd',
  ],
  'looks like something else': [
    'null',
    'undefined',
    'NaN',
    'Infinity',
    'true',
    '-1',
    '0x10',
    '1e309',
    '1e2',
    '007',
    '1.0',
    '[object Object]',
    '{}',
    '[]',
    '99999999999999999999999',
    '2026-02-30',
    '2026-02-30T25:61:61Z',
    '-000001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00.000Z',
    '9999-12-31T23:59:59.999999999Z',
    '00000000-0000-0000-0000-00000000000g',
  ],
  'name of something in JavaScript': ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length'],
  huge: ['x'.repeat(1_001), 'é'.repeat(10_001), '\u{1f600}'.repeat(30_000)],
};

/** Numbers as JSON texts have them, also those that no double holds. */
export const HOSTILE_NUMBERS = [
  '0',
  '-0',
  '-1',
  '0.1',
  '0.005',
  '1e400',
  '-1e400',
  '1E-400',
  '1e21',
  '1.7976931348623157e308',
  '5e-324',
  '2147483647',
  '2147483648',
  '-2147483649',
  '9007199254740993',
  '9223372036854775808',
  '123456789012345678901234567890',
  `1${'0'.repeat(1_000)}`,
];

export const POLLUTING_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'toJSON',
];
/** Found on every object if one of these keys ever did what it is meant to do. */
export const POLLUTION_MARK = 'heraldIsPolluted';

/** Levels at which parsers that recurse have given up. */
const DEEP = [50, 5_000, 100_000];

/** What PostgreSQL stores nowhere breaks what is not looked at before it is asked. */
const OFTEN = ['NUL', 'lone surrogate'];

export const hostileTexts = fc.oneof(
  ...Object.entries(HOSTILE_TEXTS).map(([kind, texts]) => ({
    weight: OFTEN.includes(kind) ? 4 : 1,
    arbitrary: fc.constantFrom(...texts),
  })),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

export const hostileNumbers = fc.constantFrom(...HOSTILE_NUMBERS).map((text) => new RawJson(text));

export const hostileKeys = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...POLLUTING_KEYS) },
  fc.constantFrom('', ' ', '0', '-1', 'a.b', 'a[b]', '$ne', '\0', '\ud800', 'x'.repeat(5_000)),
);

const deep = fc.tuple(fc.constantFrom(...DEEP), fc.constantFrom('array', 'object', 'rules')).map(([levels, kind]) => {
  const [open, close] = {
    array: ['[', ']'],
    object: ['{"a":', '}'],
    rules: ['{"combinator":"and","rules":[', ']}'],
  }[kind] as [string, string];
  return new RawJson(open.repeat(levels) + (kind === 'object' ? '1' : '') + close.repeat(levels));
});

/** An object with a key that is to reach the prototype of others. */
const polluting = hostileKeys.map((key) => withKey({}, key, { [POLLUTION_MARK]: true }));

const wrongTypes: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  null,
  true,
  false,
  0,
  '',
  [],
  {},
  [[]],
  [null],
  { length: -1 },
  { toString: 1, valueOf: 1 },
  { $gt: '' },
  { 0: 'a' },
  ['a', 1, null, { a: [] }],
);

/** What may stand in the place of any part of a body. */
export const hostileValues: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: wrongTypes },
  { weight: 4, arbitrary: hostileTexts },
  { weight: 2, arbitrary: hostileNumbers },
  { weight: 2, arbitrary: polluting },
  { weight: 1, arbitrary: deep },
);
