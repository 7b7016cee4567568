import { expect, it } from '@jest/globals';

import { arrayLiteral, type ArrayElement } from './array-literal.ts';

it.each<[ArrayElement[], string]>([
  [[], '{}'],
  [['a', ''], '{"a",""}'],
  [['a,b', '{c}', 'NULL', null], '{"a,b","{c}","NULL",NULL}'],
  [['say "hi"', 'back\\slash'], '{"say \\"hi\\"","back\\\\slash"}'],
  [[1, 2n, new Date(0)], '{1,2,"1970-01-01T00:00:00.000Z"}'],
  [[true, false, null], '{true,false,NULL}'],
])('writes %j as PostgreSQL does', (elements, literal) => {
  expect(arrayLiteral(elements)).toBe(literal);
});
