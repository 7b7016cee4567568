import { setTimeout as delay } from 'node:timers/promises';

import { expect, it } from '@jest/globals';

import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '../../packages/platform/src/index.ts';
import { SupervisedPostgres } from './supervised-postgres.ts';

/** Of Linux: a disk of which nothing is free. */
const FULL = '/proc';

(process.platform === 'linux' ? it : it.skip)(
  'is not started again once it is stopped while it waits for room',
  async () => {
    let starts = 0;
    let die = () => {};
    const startPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
      starts += 1;
      if (starts > 1) {
        options.dataDir = FULL;
        throw new Error('no room');
      }
      const exited = new Promise<void>((resolve) => (die = resolve));
      return { url: '', port: 1, pid: 1, exited, stop: async () => {} };
    };
    let postgres: SupervisedPostgres | undefined;
    await new Promise<void>((resolve) => {
      const log = (line: string) => line.includes('is full') && resolve();
      void SupervisedPostgres.start(startPostgres, { dataDir: '/', log }).then((started) => {
        postgres = started;
        die();
      });
    });
    await postgres?.stop();
    await delay(100);
    expect(starts).toBe(2);
  },
);
