import { describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { explainSnapshotError } from './database-error.ts';
import { Collision } from './pool.ts';
import { isDatabaseUnavailable, untilDatabaseAnswers } from './unavailable.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('isDatabaseUnavailable', () => {
  it('knows a database that stores nothing, and no mistake of ours by the same code', async () => {
    const readOnly = Object.assign(new pg.DatabaseError('x', 1, 'error'), { code: '25006' });
    expect(isDatabaseUnavailable(readOnly)).toBe(true);
    expect(isDatabaseUnavailable(explainSnapshotError(readOnly))).toBe(false);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '53100', '08006', '58030'])('%s: yes', (code) => {
    expect(isDatabaseUnavailable(withCode(code))).toBe(true);
  });

  it.each(['23505', '22P02', '42P01', 'ENOENT'])('%s: no', (code) => {
    expect(isDatabaseUnavailable(withCode(code))).toBe(false);
  });

  it('knows what has no code', () => {
    expect(isDatabaseUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isDatabaseUnavailable(new Error('timeout exceeded when trying to connect'))).toBe(true);
    expect(isDatabaseUnavailable(new Error('of another kind'))).toBe(false);
  });
});

describe('untilDatabaseAnswers', () => {
  const { signal } = new AbortController();

  it('tries again for as long as the database is away', async () => {
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 3) throw withCode('57P03');
      return 'written';
    };
    expect(await untilDatabaseAnswers(work, signal)).toBe('written');
  });

  it('tries again what met another statement', async () => {
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 2) throw new Collision();
      return 'written';
    };
    expect(await untilDatabaseAnswers(work, signal)).toBe('written');
  });

  it('does not try again what the database refused', async () => {
    let tries = 0;
    const work = async () => {
      tries += 1;
      throw withCode('22P02');
    };
    await expect(untilDatabaseAnswers(work, signal)).rejects.toMatchObject({ code: '22P02' });
    expect(tries).toBe(1);
  });

  it('gives up when the process is to end', async () => {
    const ending = new AbortController();
    let tries = 0;
    const work = async () => {
      tries += 1;
      ending.abort();
      throw withCode('57P03');
    };
    await expect(untilDatabaseAnswers(work, ending.signal)).rejects.toMatchObject({ code: '57P03' });
    expect(tries).toBe(1);
  });
});
