import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { withPermissions } from './permission-table.ts';

const ROOT = path.join(__dirname, '../..');
const requirements = JSON.parse(readFileSync(path.join(__dirname, 'asvs-requirements.json'), 'utf8')) as {
  level1: string[];
  level2: string[];
};
const page = readFileSync(path.join(ROOT, 'docs/security.md'), 'utf8');
const STATES = ['met', 'partly', 'not met', 'yours', 'does not apply'];

/** Rows of the tables that answer requirements: id, state, answer, test. */
const rows = page
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

describe('docs/security.md', () => {
  it('has the table of permissions of the code; `pnpm docs:tables` writes it', () => {
    expect(withPermissions(page)).toBe(page);
  });

  it('answers every requirement of levels 1 and 2, each once, and no other', () => {
    const answered = rows.flatMap(([, ids = '']) => ids.split(/,\s*/));
    const asked = [...requirements.level1, ...requirements.level2];
    expect(answered.toSorted()).toEqual(asked.toSorted());
    expect(page.match(/\bV\d+\.\d+\.\d+\b/g)).toHaveLength(asked.length);
  });

  it('says of each whether it is met, and of what is not or does not apply why', () => {
    for (const [, ids, state = '', answer = ''] of rows) {
      expect([ids, STATES]).toEqual([ids, expect.arrayContaining([state])]);
      expect([ids, answer.length > 5]).toEqual([ids, true]);
    }
  });

  it('counts them as they are', () => {
    const counts = STATES.map((state) => {
      const ofState = rows.filter((row) => row[2] === state).flatMap(([, ids = '']) => ids.split(','));
      return `${ofState.length} ${state}`;
    });
    expect(page.replaceAll(/\s+/g, ' ')).toContain(counts.join(', '));
  });

  it('says what browsers are told of referrers', () => {
    const source = readFileSync(path.join(ROOT, 'apps/api/src/http/security-headers.ts'), 'utf8');
    const policy = /referrerPolicy: \{ policy: '([a-z-]+)' \}/.exec(source)?.[1];
    expect(page.match(/`(Referrer-Policy: [^`]+|no-referrer)`/g)).toEqual([`\`Referrer-Policy: ${policy}\``]);
  });

  it('names tests that there are', () => {
    const named = new Set([...page.matchAll(/[\w./-]+\.test\.tsx?/g)].map(([file]) => file));
    expect(named.size).toBeGreaterThan(30);
    expect([...named].filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  it('names parts of tests by their names', () => {
    const parts = [...page.matchAll(/`([\w./-]+\.test\.tsx?)` › (.+?)(?=, `| +\|)/g)];
    expect(parts.length).toBeGreaterThan(10);
    const isThere = (file: string, name: string) => readFileSync(path.join(ROOT, file), 'utf8').includes(name);
    expect(parts.filter(([, file = '', name = '']) => !isThere(file, name)).map(([part]) => part)).toEqual([]);
  });
});
