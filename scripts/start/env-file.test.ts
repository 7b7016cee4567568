import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { findBrokenLine, readEnvFile } from './env-file.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'herald-env-'));
  file = path.join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('findBrokenLine', () => {
  it.each([
    '',
    '# a comment\n\n  \nPORT=3000\n',
    'export NAME = value # why\r\nOTHER=\r\n',
    'KEY="two\nlines" # and a comment\nNEXT=1',
    'KEY=\'it says "x"\'',
    'URL=postgres://me:a=b@host/db?x=1#y',
  ])('accepts %j', (text) => {
    expect(findBrokenLine(text)).toBeUndefined();
  });

  it.each([
    ['PORT 3000', 1],
    ['PORT=3000\n\nDATABASE_URL', 3],
    ['=value', 1],
    ['1PORT=3000', 1],
    ['A=1\nB="never closed\nC=2\n', 2],
    ['A="closed" and more', 1],
    ['A="x\ny"\nnonsense', 3],
  ])('finds the line in %j', (text, line) => {
    expect(findBrokenLine(text)).toBe(line);
  });
});

describe('readEnvFile', () => {
  it('reads what it accepted', () => {
    writeFileSync(file, '\uFEFFA=1 # one\nexport B="two\nlines"\nC=\n');
    expect(readEnvFile(file, true)).toEqual({ A: '1', B: 'two\nlines', C: '' });
  });

  it('names the file and the line', () => {
    writeFileSync(file, 'A=1\noops\n');
    expect(() => readEnvFile(file, false)).toThrow(
      `Line 2 of ${file} is broken: expected NAME=value, a comment or a blank line.`,
    );
  });

  it('needs no file, unless one was named', () => {
    expect(readEnvFile(file, false)).toEqual({});
    expect(() => readEnvFile(file, true)).toThrow(`The file ${file} cannot be read (ENOENT).`);
  });

  it('says when it is no file', () => {
    expect(() => readEnvFile(folder, false)).toThrow(`The file ${folder} cannot be read (EISDIR).`);
  });
});
