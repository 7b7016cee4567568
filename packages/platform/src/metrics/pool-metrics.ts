import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import type { Pool } from '../db/pool.ts';

interface PoolState extends Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'> {
  options: Pick<Pool['options'], 'max'>;
}

/** How far the connections of a process to PostgreSQL are used, by pool. */
export function watchPools(registry: Registry, pools: Record<string, PoolState>): void {
  const add = <L extends string>(name: string, help: string, labelNames: readonly ('pool' | L)[], show: Show<L>) => {
    const gauge: Gauge<'pool' | L> = new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect: () => {
        for (const [pool, state] of Object.entries(pools)) show(gauge, pool, state);
      },
    });
  };
  add('herald_db_pool_connections', 'Open connections to PostgreSQL', ['pool', 'state'], (gauge, pool, state) => {
    gauge.set({ pool, state: 'busy' }, state.totalCount - state.idleCount);
    gauge.set({ pool, state: 'idle' }, state.idleCount);
  });
  add('herald_db_pool_connections_max', 'Most connections that the pool opens', ['pool'], (gauge, pool, state) =>
    gauge.set({ pool }, state.options.max),
  );
  add('herald_db_pool_waiting', 'Queries that wait for a connection of the pool', ['pool'], (gauge, pool, state) =>
    gauge.set({ pool }, state.waitingCount),
  );
}

type Show<L extends string> = (gauge: Gauge<'pool' | L>, pool: string, state: PoolState) => void;
