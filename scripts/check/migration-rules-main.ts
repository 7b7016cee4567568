// Whether migrations that are not in anybody's database yet keep to the rules for them.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { BASELINE, findBrokenRules } from './migration-rules.ts';

const folder = path.join(import.meta.dirname, '../../packages/platform/prisma/migrations');
const entries = await readdir(folder, { withFileTypes: true });
const names = entries.flatMap((entry) => (entry.isDirectory() && entry.name > BASELINE ? [entry.name] : [])).sort();
for (const name of names) {
  const broken = findBrokenRules(name, await readFile(path.join(folder, name, 'migration.sql'), 'utf8'));
  for (const rule of broken) console.error(rule);
  if (broken.length > 0) process.exitCode = 1;
}
