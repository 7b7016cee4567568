import { describe, expect, it } from '@jest/globals';

import { firstNameOf, isKnownVariable } from './variables.ts';

describe('isKnownVariable', () => {
  it.each([[['name']], [['tags', 0]], [['tags', 'size']], [['attributes', 'plan']], [['attributes', 'a', 'b']]])(
    'knows %j',
    (path) => {
      expect(isKnownVariable(path)).toBe(true);
    },
  );

  it.each([
    [[]],
    [['nmae']],
    [['attributes']],
    [['name', 'length']],
    [['tags', 'first', 'size']],
    [['constructor']],
    [['__proto__']],
  ])('does not know %j', (path) => {
    expect(isKnownVariable(path)).toBe(false);
  });
});

describe('firstNameOf', () => {
  it.each([
    ['Asha Rao', 'Asha'],
    ['  Asha\tRao ', 'Asha'],
    ['Asha', 'Asha'],
    ['', null],
    ['  ', null],
    [null, null],
  ])('of %j is %j', (name, firstName) => {
    expect(firstNameOf(name)).toBe(firstName);
  });
});
