import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from '@jest/globals';

const SOURCES = path.join(__dirname, '..');

/** `import { … OPERATIONS … } from '@herald/shared'`, when it is not `import type`. */
const AS_A_VALUE = /import\s+\{[^}]*(?<!type )\bOPERATIONS\b[^}]*\}\s+from\s+'@herald\/shared'/;

it('no page loads the map of all operations, which holds every schema of the API', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
  );
  expect(files.length).toBeGreaterThan(50);
  const found = files.filter((file) => AS_A_VALUE.test(readFileSync(path.join(SOURCES, file), 'utf8')));
  expect(found).toEqual([]);
});
