import { runProcess } from '@herald/platform';

import { readMockVendorConfig } from './mock-vendor-config.ts';
import { startMockVendor } from './mock-vendor-server.ts';

await runProcess(() => startMockVendor(readMockVendorConfig(process.env)));
