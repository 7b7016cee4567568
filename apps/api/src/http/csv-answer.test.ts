import { expect, it } from '@jest/globals';

import { csvAnswer } from './csv-answer.ts';

async function csvOf(values: string[]): Promise<string> {
  let text = '';
  const write = csvAnswer<{ value: string }>(['value'], (take) => take(values.map((value) => ({ value }))));
  await write(async (piece) => {
    text += piece;
  });
  return text;
}

it.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3', "'-2+3"],
  ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
  ['+91-98765', "'+91-98765"],
  ['Asha', 'Asha'],
])('%j is %j in a spreadsheet', async (value, written) => {
  expect(await csvOf([value])).toBe(`value\r\n${written}\r\n`);
});
