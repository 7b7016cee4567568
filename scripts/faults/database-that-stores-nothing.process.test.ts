import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { startEmbeddedPostgres } from '@herald/platform';

import { SupervisedPostgres } from '../start/supervised-postgres.ts';
import { allowWriting, forbidWriting } from '../testing/fixtures/read-only-database.ts';
import { isLongForm, queueBackends, say, TEST_TIMEOUT_MS } from './form.ts';
import { expectToGoOn } from './going-on.ts';
import { startHeraldUnderFaults } from './herald-under-faults.ts';
import type { HeraldUnderFaults } from './herald-under-faults.ts';
import { SmallDisk } from './small-disk.ts';
import { until } from './until.ts';

const CUSTOMERS = isLongForm ? 2_000 : 150;
const DISK_MEGABYTES = isLongForm ? 400 : 250;

/** The vendor keeps its books in the same database: nothing is to be blamed on it. */
const ENV = {
  DELIVERY_MAX_ATTEMPTS: '1000',
  DELIVERY_FAILURE_STREAK_MAX: '100000',
  DELIVERY_BATCH_SIZE: '20',
  MOCK_VENDOR_MAX_PER_SECOND: isLongForm ? '200' : '60',
  RECOUNT_INTERVAL_MS: '1000',
  RECEIPT_LOOKUP_AFTER_MS: '3000',
};

/** So that its log fits the disk. */
const SETTINGS = { shared_buffers: '64MB', min_wal_size: '32MB', max_wal_size: '64MB' };

jest.setTimeout(TEST_TIMEOUT_MS);

const itInLongForm = isLongForm ? it : it.skip;
/** The short form meets each fault once. */
const backends = queueBackends();
const [first, last] = isLongForm ? [backends, backends] : [backends.slice(0, 1), backends.slice(-1)];
const { obstacle } = SmallDisk;
const describeOnSmallDisk = obstacle === '' ? describe : describe.skip;

describeOnSmallDisk.each(first)(`a disk that is full, queues on $backend${obstacle}`, ({ redisUrl }) => {
  let disk: SmallDisk;
  let postgres: SupervisedPostgres;
  let faults: HeraldUnderFaults;
  const lines: string[] = [];

  beforeAll(async () => {
    disk = SmallDisk.mount(DISK_MEGABYTES);
    postgres = await SupervisedPostgres.start(startEmbeddedPostgres, {
      dataDir: disk.folder,
      settings: SETTINGS,
      log: (line) => lines.push(line),
    });
    faults = await startHeraldUnderFaults({ databaseUrl: postgres.url, redisUrl }, { env: ENV });
  });
  afterAll(async () => {
    await faults?.stop();
    await postgres?.stop();
    disk?.unmount();
  });

  it('stops what is to be stored with 503, loses nothing, and goes on by itself once there is room', async () => {
    const counts = await expectToGoOn({
      herald: faults.herald,
      tag: 'full',
      customers: CUSTOMERS,
      stopStoring: async () => disk.fill(),
      storeAgain: async () => disk.free(),
    });
    say(`full disk: ${counts.refused} calls answered 503, ${counts.stored} orders stored`);
  });

  itInLongForm(
    'may be where PostgreSQL ends, which is started again once there is room, and the same holds',
    async () => {
      const counts = await expectToGoOn({
        herald: faults.herald,
        tag: 'ended',
        customers: CUSTOMERS,
        stopStoring: async () => {
          disk.fill();
          // As when it has no room for its log.
          process.kill(postgres.pid, 'SIGQUIT');
          await until(
            () => lines.some((line) => line.includes('once there is room')),
            'it is seen that there is no room',
          );
        },
        storeAgain: async () => disk.free(),
        canRead: false,
      });
      say(`full disk, PostgreSQL ended: ${counts.refused} calls answered 503, ${counts.stored} orders stored`);
    },
  );
});

describe.each(last)('a database that is read-only, queues on $backend', ({ redisUrl }) => {
  let faults: HeraldUnderFaults;
  let databaseUrl: string;

  beforeAll(async () => {
    databaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
    faults = await startHeraldUnderFaults({ databaseUrl, redisUrl }, { env: ENV });
  });
  afterAll(async () => {
    await allowWriting(databaseUrl);
    await faults?.stop();
  });

  it('stops what is to be stored with 503, loses nothing, and goes on by itself once it may', async () => {
    const counts = await expectToGoOn({
      herald: faults.herald,
      tag: 'read-only',
      customers: CUSTOMERS,
      stopStoring: () => forbidWriting(databaseUrl),
      storeAgain: () => allowWriting(databaseUrl),
    });
    say(`read-only: ${counts.refused} calls answered 503, ${counts.stored} orders stored`);
  });
});
