import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { eventually } from '../testing/fixtures/eventually.ts';
import { findPrometheus } from '../testing/prometheus-binary.js';
import { PROMETHEUS_FOLDER, readAlerts, readPanels } from './deployed-files.ts';
import { startThrowAwayPrometheus } from './throw-away-prometheus.ts';
import type { ThrowAwayPrometheus } from './throw-away-prometheus.ts';

/** Panels that show nothing while all is well, each with why. */
const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  Alerts: 'no alert is pending or firing',
  'Failed calls by route': 'no call was answered with 500 or above',
  'How full Redis is': 'the queues are on PostgreSQL',
};
/** What Grafana puts in its place; long enough that even a slow machine has two scrapes in it. */
const RATE_INTERVAL = '1m';
const CUSTOMERS = 40;
const PATIENCE_MS = 60_000;

jest.setTimeout(180_000);

(findPrometheus() === undefined ? describe.skip : describe)(
  'a Herald that Prometheus (of the Debian package prometheus) scrapes, after a campaign',
  () => {
    let herald: ThrowAwayHerald;
    let prometheus: ThrowAwayPrometheus;

    beforeAll(async () => {
      herald = await startThrowAwayHerald({
        databaseUrl: process.env['HERALD_TEST_DATABASE_URL'] ?? '',
        isMigrated: true,
        mockVendor: 'process',
        env: { API_METRICS_PORT: '0', WORKER_METRICS_PORT: '0', MOCK_VENDOR_METRICS_PORT: '0' },
      });
      const { api, worker, mockVendor } = herald;
      prometheus = await startThrowAwayPrometheus(
        {
          'herald-api': [api.operationsPort],
          'herald-worker': [worker.operationsPort],
          'herald-mock-vendor': [mockVendor?.operationsPort ?? 0],
        },
        path.join(PROMETHEUS_FOLDER, 'alerts.yml'),
      );
      await sendCampaign();
    }, 180_000);
    afterAll(async () => {
      await prometheus?.stop();
      await herald?.stop();
    });

    async function sendCampaign(): Promise<void> {
      const client = new HeraldClient(herald.url, { apiKey: herald.apiKey });
      try {
        const customers = Array.from({ length: CUSTOMERS }, (_, number) => ({ externalId: `c-${number}`, visits: 1 }));
        const { ingestionId } = await client.sendCustomers(customers);
        await client.waitForIngestion(ingestionId);
        const rule = { field: 'visits', operator: '>=', value: 1 } as const;
        const segment = await client.createSegment('Everybody', { combinator: 'and', rules: [rule] });
        const { id } = await client.launchCampaign({ name: 'Hi', messageTemplate: 'Hi', segmentId: segment.id });
        await client.waitForCampaign(id);
      } finally {
        await client.close();
      }
    }

    const panels = readPanels().flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const));

    it.each(panels)('has data for the panel "%s": %s', async (title, expression) => {
      const asked = expression.replaceAll('$__rate_interval', RATE_INTERVAL);
      // It parses, whatever it finds.
      await prometheus.query(asked);
      if (title in MAY_BE_EMPTY) return;
      await eventually(async () => expect(await prometheus.query(asked)).not.toEqual([]), PATIENCE_MS);
    });

    it('knows every alert, can ask each of them, and none fires', async () => {
      await eventually(async () => {
        const rules = await prometheus.rules();
        expect(rules.map(({ name }) => name)).toEqual(readAlerts().map(({ alert }) => alert));
        expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
      }, PATIENCE_MS);
      const firing = (await prometheus.rules()).filter(({ state }) => state === 'firing');
      expect(firing).toEqual([]);
    });

    it('sees that a worker is gone', async () => {
      await herald.worker.kill('SIGKILL');
      await eventually(async () => {
        const rules = await prometheus.rules();
        expect(rules.find(({ name }) => name === 'HeraldTargetDown')).toMatchObject({ state: 'pending' });
      }, PATIENCE_MS);
    });
  },
);
