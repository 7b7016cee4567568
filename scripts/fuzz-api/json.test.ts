import { describe, expect, it } from '@jest/globals';

import { atBounds } from './flawed-bodies.ts';
import { changeAt, RawJson, withKey, writeJson } from './json.ts';

describe('writeJson', () => {
  it('writes what JSON.stringify writes', () => {
    const value = { a: [1, null, 'é\ud800', { b: true }], c: {} };
    expect(writeJson(value)).toBe(JSON.stringify(value));
  });

  it('writes raw parts as they stand, and keys that mean the prototype', () => {
    expect(writeJson(withKey({ a: new RawJson('1e400') }, '__proto__', { b: 1 }))).toBe(
      '{"a":1e400,"__proto__":{"b":1}}',
    );
  });
});

describe('changeAt', () => {
  const value = { a: [1, 2], b: { c: 3 } };

  it('changes one part of a copy', () => {
    expect(changeAt(value, ['a', 1], () => 'x')).toEqual({ a: [1, 'x'], b: { c: 3 } });
    expect(changeAt(value, [], () => 'x')).toBe('x');
    expect(value).toEqual({ a: [1, 2], b: { c: 3 } });
  });

  it('takes a part away', () => {
    expect(changeAt(value, ['b', 'c'], () => undefined)).toEqual({ a: [1, 2], b: {} });
    expect(changeAt(value, ['a', 0], () => undefined)).toEqual({ a: [2], b: { c: 3 } });
  });
});

describe('atBounds', () => {
  it('makes what just fits and what just does not', () => {
    expect(atBounds({ type: 'integer', minimum: 0, maximum: 90 }, 5)).toEqual(
      expect.arrayContaining([-1, 0, 90, 91, 90.5]),
    );
    expect(atBounds({ type: 'string', minLength: 1, maxLength: 3 }, 'a')).toEqual(
      expect.arrayContaining(['', 'x', 'xxx', 'xxxx']),
    );
    expect(atBounds({ type: 'array', minItems: 1, maxItems: 2 }, ['a'])).toEqual(
      expect.arrayContaining([[], ['a', 'a', 'a']]),
    );
    expect(atBounds({ type: 'string', enum: ['SENT'] }, 'SENT')).toEqual(
      expect.arrayContaining(['sent', 'SENT ', 'ENT']),
    );
  });
});
