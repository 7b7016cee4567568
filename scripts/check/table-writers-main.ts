import path from 'node:path';

import { checkTableWriters } from './table-writers.ts';

const violations = await checkTableWriters(path.join(import.meta.dirname, '../..'));
for (const violation of violations) console.error(violation);
process.exitCode = violations.length === 0 ? 0 : 1;
