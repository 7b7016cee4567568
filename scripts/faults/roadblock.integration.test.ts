import { it } from '@jest/globals';
import pg from 'pg';

import { testServers } from '../testing/fixtures/test-servers.ts';
import { Roadblock } from './roadblock.ts';

const { databaseUrl } = testServers();

it('a roadblock sees a worker that connects only after the first look', async () => {
  const roadblock = await Roadblock.put(databaseUrl, 'LOCK TABLE "Customer" IN EXCLUSIVE MODE');
  // Its first look is asked for before the worker's connection is.
  const seen = roadblock.untilWorkerWaits();
  const worker = new pg.Client({ connectionString: databaseUrl, application_name: 'herald-worker' });
  await worker.connect();
  await worker.query('BEGIN');
  const passing = worker.query('LOCK TABLE "Customer" IN EXCLUSIVE MODE');
  try {
    await seen;
  } finally {
    await roadblock.remove();
    await passing;
    await worker.end();
  }
});
