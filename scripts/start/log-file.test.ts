import { existsSync, mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { lastErrorLines, rotateLog, withLog } from './log-file.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'herald-log-'));
  file = path.join(folder, 'logs', 'api.log');
  rotateLog(file);
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (level: number, msg: string, err?: object) => `${JSON.stringify({ level, msg, err })}\n`;

describe('rotateLog', () => {
  it('keeps a small log and moves a large one aside', () => {
    writeFileSync(file, 'small');
    rotateLog(file);
    expect(existsSync(`${file}.1`)).toBe(false);
    writeFileSync(file, Buffer.alloc(10 * 1024 * 1024 + 1));
    rotateLog(file);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(`${file}.1`)).toBe(true);
  });
});

describe('lastErrorLines', () => {
  it('shows errors of this run only, with their reasons', () => {
    writeFileSync(file, line(50, 'of an earlier run'));
    const offset = withLog(file, (descriptor, size) => {
      writeSync(descriptor, line(30, 'fine') + line(50, 'api.failed', { message: 'no' }) + 'Bad configuration: PORT\n');
      return size;
    });
    expect(lastErrorLines(file, offset)).toEqual(['api.failed: no', 'Bad configuration: PORT']);
  });

  it('shows the last lines when no error was named', () => {
    writeFileSync(file, Array.from({ length: 30 }, (_, index) => line(30, `event ${index}`)).join(''));
    expect(lastErrorLines(file, 0)).toHaveLength(12);
    expect(lastErrorLines(file, 0).at(-1)).toContain('event 29');
  });
});
