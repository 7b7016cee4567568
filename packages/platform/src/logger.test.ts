import { describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { createLogger } from './logger.ts';
import { currentCall, runInNewCall } from './telemetry/call-context.ts';

/** What is logged, a line each. */
function logged(log: (logger: ReturnType<typeof createLogger>) => void, level = 'info'): Record<string, unknown>[] {
  const lines: string[] = [];
  log(createLogger('worker', level, { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a line of the log', () => {
  it('is JSON: what happened as its event, who says so, when, and the rest', () => {
    const [line, ...others] = logged((logger) => logger.info({ rows: 3 }, 'ingestion.orders.written'));
    expect(others).toEqual([]);
    expect(line).toMatchObject({ event: 'ingestion.orders.written', name: 'worker', level: 30, rows: 3 });
    expect(line?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('names the call that it belongs to, and none outside of calls', () => {
    let requestId: string | undefined;
    const [inside, outside] = logged((logger) => {
      runInNewCall(() => {
        requestId = currentCall()?.requestId;
        logger.info('one');
      });
      logger.info('two');
    });
    expect(inside).toMatchObject({ event: 'one', requestId });
    expect(requestId).toMatch(/^[\da-f-]{36}$/);
    expect(outside).not.toHaveProperty('requestId');
  });

  it('has of an error of PostgreSQL its codes, and not its texts, which quote values', () => {
    const err = Object.assign(new pg.DatabaseError('duplicate key of asha@example.com', 33, 'error'), {
      code: '23505',
      table: 'Customer',
      constraint: 'Customer_emailKey_key',
      detail: 'Key (email)=(asha@example.com) already exists.',
    });
    const [line] = logged((logger) => logger.error({ err }, 'queue.job.failed'));
    expect(line?.['err']).toEqual({
      type: 'DatabaseError',
      code: '23505',
      table: 'Customer',
      constraint: 'Customer_emailKey_key',
    });
    expect(JSON.stringify(line)).not.toContain('asha');
  });

  it('has of any other error what it says and where it was', () => {
    const [line] = logged((logger) => logger.error({ err: new TypeError('no such thing') }, 'queue.job.failed'));
    expect(line?.['err']).toMatchObject({ type: 'TypeError', message: 'no such thing', stack: expect.any(String) });
  });

  it('is not written below the level that was set', () => {
    expect(logged((logger) => logger.info('quiet'), 'warn')).toEqual([]);
  });
});
