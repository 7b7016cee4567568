import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unparse } from 'papaparse';

import { checkAll, readEntries } from './check.ts';
import type { Row } from './row.ts';
import { inspect, readRows, type CsvChoices } from './inspect.ts';
import { guessPlan } from './plan.ts';
import type { DataKind } from './targets.ts';

const SEED = 20261128;
const source = (text: string | Uint8Array<ArrayBuffer>, name = 'file.csv') => ({ name, blob: new Blob([text]) });

async function rowsOf(
  text: string | Uint8Array<ArrayBuffer>,
  name?: string,
  given?: Partial<CsvChoices>,
): Promise<Row[]> {
  const rows: Row[] = [];
  const inspected = await inspect(source(text, name), 'customers', given);
  for await (const piece of readRows(inspected)) rows.push(...piece.rows);
  return rows;
}
const cellsOf = async (...given: Parameters<typeof rowsOf>) => (await rowsOf(...given)).map(({ cells }) => [...cells]);

async function checked(text: string, kind: DataKind = 'customers', name = 'file.csv') {
  const inspected = await inspect(source(text, name), kind);
  const plan = guessPlan(inspected, kind, { timeZone: 'Asia/Kolkata' });
  return { inspected, plan, result: await checkAll({ ...inspected, plan }) };
}

describe('CSV', () => {
  it.each([
    ['commas', 'email,name\na@b.co,Ada\nb@b.co,Bo\n'],
    ['semicolons', 'email;name\na@b.co;Ada\nb@b.co;Bo'],
    ['tabs', 'email\tname\na@b.co\tAda\nb@b.co\tBo\n'],
    ['bars', 'email|name\na@b.co|Ada\nb@b.co|Bo\n'],
    ['a byte order mark', '\uFEFFemail,name\na@b.co,Ada\nb@b.co,Bo\n'],
    ['lines of Windows', 'email,name\r\na@b.co,Ada\r\nb@b.co,Bo\r\n'],
    ['lines of an old Mac', 'email,name\ra@b.co,Ada\rb@b.co,Bo\r'],
    ['both kinds of lines', 'email,name\r\na@b.co,Ada\nb@b.co,Bo\r\n'],
    ['quotes', '"email","name"\r\n"a@b.co","Ada"\r\n"b@b.co","Bo"\r\n'],
    ['empty lines', 'email,name\n\na@b.co,Ada\n,\n  \nb@b.co,Bo\n\n\n'],
  ])('is read with %s', async (_, text) => {
    expect(await cellsOf(text)).toEqual([
      ['a@b.co', 'Ada'],
      ['b@b.co', 'Bo'],
    ]);
  });

  it('is read in UTF-16, as Excel saves "Unicode text"', async () => {
    const units = Uint16Array.from('\uFEFFemail\tname\r\na@b.co\tÅda\r\n', (character) => character.charCodeAt(0));
    expect(await cellsOf(new Uint8Array(units.buffer), 'people.txt')).toEqual([['a@b.co', 'Åda']]);
  });

  it('numbers rows as a spreadsheet does', async () => {
    const rows = await rowsOf('email\na@b.co\n\nb@b.co\n');
    expect(rows.map(({ number }) => number)).toEqual([2, 4]);
  });

  it('is read without a header, and names its columns', async () => {
    const inspected = await inspect(source('a@b.co,Ada\nb@b.co,Bo\n'), 'customers');
    expect(inspected.format).toMatchObject({ hasHeader: false });
    expect(inspected.columns.map(({ name }) => name)).toEqual(['Column 1', 'Column 2']);
    expect(inspected.head).toHaveLength(2);
  });

  it('does what somebody knows better', async () => {
    const inspected = await inspect(source('email;name\na@b.co;Ada\n'), 'customers', {
      delimiter: ',',
      hasHeader: false,
    });
    expect(inspected.head.map(({ cells }) => cells)).toEqual([['email;name'], ['a@b.co;Ada']]);
  });

  it('gives columns of the same name, or of none, names of their own', async () => {
    const { columns } = await inspect(source('email,note,note,\na@b.co,1,2,3\n'), 'customers');
    expect(columns.map(({ name }) => name)).toEqual(['email', 'note', 'note (2)', 'Column 4']);
  });

  it('finds rows with too many values, and quotes that do not end', async () => {
    const { result } = await checked('email,name\na@b.co,Ada,x\nb@b.co,Bo,\nc@b.co,"Cy" x\n');
    expect(result.listed.map(({ entry, problems }) => [entry.rows[0]?.number, problems[0]?.message])).toEqual([
      [2, 'The row cannot be read: it has 3 values for 2 columns; is a delimiter in one of them?'],
      [4, 'The row cannot be read: a quote in it is not closed, or not doubled'],
    ]);
  });

  it('gives back whatever a program wrote, wherever the borders of its pieces fall', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('a "quote"', 'two\nlines', 'comma, comma', 'é', '😀', '""', 'ends with "'),
    );
    const table = fc.array(fc.tuple(cell, cell, fc.constantFrom('x', 'y', 'long '.repeat(4000))), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(',', ';', '\t'), async (rows, delimiter) => {
        const wanted = rows.map((row) => row.map(storable));
        const text = unparse([['email', 'name', 'note'], ...wanted], { delimiter, quotes: true });
        expect(await cellsOf(text, 'a.csv', { delimiter: delimiter as ',' })).toEqual(wanted);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

/** A lone half of a character becomes another one in any file. */
const storable = (text: string) => text.replaceAll(/[\p{Surrogate}\r\0]/gu, '');

describe('JSON', () => {
  const wanted = [
    ['a@b.co', 'Pune'],
    ['b@b.co', undefined],
  ];
  it.each([
    ['a list', '[{"email":"a@b.co","address":{"city":"Pune"}},\n {"email":"b@b.co"}]'],
    ['one object a line', '{"email":"a@b.co","address":{"city":"Pune"}}\n\n{"email":"b@b.co"}\n'],
    ['objects over several lines', '{\n"email":"a@b.co",\n"address":{"city":"Pune"}}\n{"email":\n"b@b.co"}'],
  ])('is read as %s', async (_, text) => {
    const rows = await cellsOf(text, 'file.json');
    expect(rows.map(([email, city]) => [email, city])).toEqual(wanted);
  });

  it('is read in whatever way it is written, wherever the borders of its pieces fall', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.boolean(),
      fc.constant('\\"]}[{,'),
      fc.constant('x'.repeat(9000)),
    );
    const list = fc.array(fc.record({ email: value, 'a.b': value, tags: fc.array(value, { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(
        list,
        fc.constantFrom(0, 2),
        fc.constantFrom('list', 'lines'),
        async (objects, indent, shape) => {
          const text =
            shape === 'list'
              ? JSON.stringify(objects, null, indent)
              : objects.map((object) => JSON.stringify(object)).join('\n');
          const rows = await cellsOf(text, 'file.json');
          expect(rows).toEqual(objects.map((object) => [object.email, object['a.b'], object.tags]));
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('finds lines that are no objects, and goes on', async () => {
    const { result } = await checked(
      '{"email":"a@b.co"}\n{"email":\n"x"\n{"email":"b@b.co"}\n',
      'customers',
      'a.ndjson',
    );
    expect([result.rows, result.badRows]).toEqual([4, 2]);
    expect(result.listed.map(({ problems }) => problems[0]?.message)).toEqual([
      'The row cannot be read: it is not valid JSON',
      'The row cannot be read: it is no object with names and values',
    ]);
  });

  it('tells of names that only come further down', async () => {
    const early = Array.from({ length: 1_100 }, (_, index) => `{"email":"p${index}@b.co"}`);
    const { result } = await checked([...early, '{"email":"z@b.co","plan":"pro"}'].join('\n'), 'customers', 'a.ndjson');
    expect(result.lateColumns).toEqual(['plan']);
    expect(result.badRows).toBe(0);
  });

  it.each([
    ['that ends too early', '[{"email":"a@b.co"},{"email":', /ends in the middle/],
    ['that goes on after its list', '[{"email":"a@b.co"}] [1]', /goes on after/],
    ['with nothing in it', '[]', /nothing in it/],
    ['of no objects', '[1,2]', /no list of objects/],
  ])('is refused when it is a list %s', async (_, text, words) => {
    await expect(checked(text, 'customers', 'a.json')).rejects.toThrow(words);
  });
});

describe('what is no table is refused in words', () => {
  it.each([
    ['nothing', '', 'a.csv', /is empty/],
    ['empty lines', '\n \n', 'a.csv', /empty lines/],
    ['a header alone', 'email,name\n', 'a.csv', /no row below/],
    ['another type', 'x', 'photo.png', /no CSV, JSON or NDJSON/],
    ['a workbook', 'x', 'people.xlsx', /Excel workbook. Save/],
    ['a workbook by another name', 'PK\u0003\u0004rest', 'a.csv', /Excel workbook or another zipped file/],
    ['bytes', 'a\0b', 'a.csv', /is no text/],
  ])('%s', async (_, text, name, words) => {
    await expect(inspect(source(text, name), 'customers')).rejects.toThrow(words);
  });

  it('text that is not in UTF-8, also when that shows late', async () => {
    const latin = new Uint8Array([...Buffer.from('email,name\na@b.co,Ren'), 0xe9, 0x0a]);
    await expect(inspect(source(latin), 'customers')).rejects.toThrow(/not written in UTF-8/);
    const late = new Uint8Array([...Buffer.from(`email,name\n${'a@b.co,Ada\n'.repeat(60_000)}`), 0xe9]);
    await expect(rowsOf(late)).rejects.toThrow(/not written in UTF-8/);
  });

  it('more than 50 MB', async () => {
    const blob = { size: 50 * 1024 * 1024 + 1 } as Blob;
    await expect(inspect({ name: 'big.csv', blob }, 'customers')).rejects.toThrow(/has 50 MB.* Split it/);
  });

  it('a quote that is never closed, without reading the rest over and over', async () => {
    const rest = 'b@b.co,Bo\n'.repeat(200_000);
    await expect(rowsOf(`email,name\na@b.co,"Ada\n${rest}`)).rejects.toThrow(/first row .* does not end/);
    await expect(rowsOf(`email,name\na@b.co,Ada\nb@b.co,"Bo\n${rest}`)).rejects.toThrow(/Row 3 does not end/);
  });
});

describe('nothing is lost', () => {
  it('each row of a file is in one entry, good or bad', async () => {
    const id = fc.constantFrom('1', '2', '3', '');
    const row = fc.tuple(id, fc.constantFrom('9.50', 'free', ''), fc.constantFrom('Tea', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), fc.boolean(), async (rows, isOneItemPerRow) => {
        const text = unparse([
          ['order id', 'price', 'item', 'email', 'date'],
          ...rows.map((cells) => [...cells, 'a@b.co', '2026-01-02']),
        ]);
        const inspected = await inspect(source(text), 'orders');
        const plan = { ...guessPlan(inspected, 'orders', { timeZone: 'UTC' }), isOneItemPerRow };
        const numbers: number[] = [];
        for await (const { entries } of readEntries({ ...inspected, plan })) {
          numbers.push(...entries.flatMap((entry) => entry.rows.map(({ number }) => number)));
        }
        expect(numbers).toEqual(rows.map((_, index) => index + 2));
        const result = await checkAll({ ...inspected, plan });
        expect(result.rows).toBe(rows.length);
        expect(result.listed.flatMap(({ entry }) => entry.rows)).toHaveLength(result.badRows);
      }),
      { seed: SEED, numRuns: 80 },
    );
  });

  it('counts who is named twice', async () => {
    const { result } = await checked('email\na@b.co\nb@b.co\nA@B.co\n');
    expect([result.rows, result.repeated, result.badRows]).toEqual([3, 1, 0]);
  });
});
