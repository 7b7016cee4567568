import { expect, it } from '@jest/globals';

import { textArrayLiteral } from './text-array-literal.ts';

it.each([
  [[], '{}'],
  [['a', 'b c'], '{"a","b c"}'],
  [['', 'NULL', ',', '{}'], '{"","NULL",",","{}"}'],
  [['"', '\\', '\\"'], '{"\\"","\\\\","\\\\\\""}'],
])('writes %j as PostgreSQL reads it', (texts, literal) => {
  expect(textArrayLiteral(texts)).toBe(literal);
});
