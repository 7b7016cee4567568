import { expect, test } from '@jest/globals';

import { piecesOf } from './marked-words.tsx';

const marked = (text: string, words: readonly string[]) =>
  piecesOf(text, words)
    .map(({ text: piece, isMarked }) => (isMarked ? `[${piece}]` : piece))
    .join('');

test.each([
  ['people who love blue', ['love blue'], 'people who [love blue]'],
  ['Loyal and LOYAL people', ['loyal'], '[Loyal] and [LOYAL] people'],
  ['vipers who are vip', ['vip'], 'vipers who are [vip]'],
  ['big  city people in the city', ['city', 'big city'], '[big  city] people in the [city]'],
  ['what (is) this?', ['(is)'], 'what [(is)] this?'],
  ['nothing of it', ['elsewhere', ' '], 'nothing of it'],
  ['spent over 5 and came in May', ['spent over 5 … came in May'], '[spent over 5] and [came in May]'],
  ['café goers', ['café'], '[café] goers'],
])('%s', (text, words, expected) => {
  expect(marked(text, words)).toBe(expected);
  expect(
    piecesOf(text, words)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});
