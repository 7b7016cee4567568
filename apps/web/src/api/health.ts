import { healthOutput } from '@herald/shared';

import { endpoint } from '../lib/endpoint.ts';

export const getHealth = endpoint<'getHealth'>('get', '/healthz', healthOutput);
