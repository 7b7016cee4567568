import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from '@jest/globals';

const compose = readFileSync(path.join(__dirname, '../../docker-compose.yml'), 'utf8');

it('Docker Compose believes one proxy, and not whoever calls from a private network', () => {
  expect(compose.match(/TRUST_PROXY: .*/g)).toEqual(['TRUST_PROXY: ${TRUST_PROXY:-1}']);
});
