import { runProcess } from '@herald/platform';

import { readWorkerConfig } from './config.ts';
import { startWorker } from './worker.ts';

await runProcess(() => startWorker(readWorkerConfig(process.env)));
