import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { HERALD_VERSION } from './version.ts';

describe('the version', () => {
  it.each(['.', 'apps/api', 'apps/worker', 'packages/shared', 'packages/platform'])('is that of %s', (folder) => {
    const file = path.resolve(import.meta.dirname, '../../..', folder, 'package.json');
    expect((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version).toBe(HERALD_VERSION);
  });
});
