import { runProcess } from '@herald/platform';

import { readApiConfig } from './config.ts';
import { startApi } from './server.ts';

await runProcess(() => startApi(readApiConfig(process.env)));
