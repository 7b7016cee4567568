import { describe, expect, it } from '@jest/globals';

import { FORMATS } from './formats.ts';
import { generateDataset } from './generate.ts';

const { users, orders } = generateDataset({ customers: 20, seed: 3 });
const textOf = (lines: Iterable<string>) => [...lines].join('');

describe('formats', () => {
  it('write JSON that reads back as the same rows', () => {
    expect(JSON.parse(textOf(FORMATS.json.lines(users)))).toEqual([...users]);
    const lines = textOf(FORMATS.ndjson.lines(orders)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([...orders]);
  });

  it('write an empty array for no rows', () => {
    expect(textOf(FORMATS.json.lines([]))).toBe('[]\n');
  });

  it('write CSV with a header and quoted fields', () => {
    const text = textOf(
      FORMATS.csv.lines([{ externalId: 'C-1', name: 'A "B", C', tags: ['x', 'y'], address: { city: 'Pune' } }]),
    );
    expect(text.split('\r\n')).toEqual([
      'externalId,name,email,phone,address.line1,address.city,address.state,address.country,address.postalCode,visits,tags,attributes,createdAt',
      'C-1,"A ""B"", C",,,,Pune,,,,,"[""x"",""y""]",,',
      '',
    ]);
  });
});
