import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';

import { samplesOf } from '../../../../scripts/testing/fixtures/samples.ts';
import { watchPools } from './pool-metrics.ts';

describe('metrics of pools', () => {
  it('say at each scrape how far the connections are used', async () => {
    const registry = new Registry();
    const main = { totalCount: 5, idleCount: 2, waitingCount: 7, options: { max: 10 } };
    const limits = { totalCount: 0, idleCount: 0, waitingCount: 0, options: { max: 3 } };
    watchPools(registry, { main, limits });
    expect(await samplesOf(registry, 'herald_db_pool_connections')).toEqual({
      'pool="main",state="busy"': 3,
      'pool="main",state="idle"': 2,
      'pool="limits",state="busy"': 0,
      'pool="limits",state="idle"': 0,
    });
    main.idleCount = 0;
    expect(await samplesOf(registry, 'herald_db_pool_connections')).toMatchObject({ 'pool="main",state="busy"': 5 });
    expect(await samplesOf(registry, 'herald_db_pool_waiting')).toEqual({ 'pool="main"': 7, 'pool="limits"': 0 });
    expect(await samplesOf(registry, 'herald_db_pool_connections_max')).toEqual({
      'pool="main"': 10,
      'pool="limits"': 3,
    });
  });
});
