import { runProcess } from '@herald/platform';

import { readApiConfig } from '../config.ts';
import { startMockVendor } from './mock-vendor-server.ts';

await runProcess(() => startMockVendor(readApiConfig(process.env)));
