import * as platform from '@herald/platform';

import { readApiConfig } from '../../apps/api/src/config.ts';
import { startApi } from '../../apps/api/src/server.ts';
import { mintApiKey } from '../access/mint-api-key.ts';
import { HeraldClient } from '../herald/herald-client.ts';
import { PRODUCTION_ENV } from '../herald/production-env.ts';

const API_ENV = { ...PRODUCTION_ENV, PORT: '0', MOCK_VENDOR: 'off', DATABASE_POOL_SIZE: '2' };

/** An API as in production in the process of the bench, beside whatever else that runs. */
export async function startBenchApi(databaseUrl: string, env: Record<string, string> = {}) {
  const server = await startApi(readApiConfig({ ...API_ENV, ...env, DATABASE_URL: databaseUrl }));
  const apiKey = await mintApiKey(platform, databaseUrl, { name: 'bench' });
  const client = new HeraldClient(`http://127.0.0.1:${server.port}`, { apiKey });
  return {
    client,
    stop: async () => {
      await client.close();
      await server.stop();
    },
  };
}
