import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { OPERATIONS } from '@herald/shared';

import { isLongForm, say } from '../faults/form.ts';
import { startTestApi } from '../testing/fixtures/herald.ts';
import type { RunningHerald } from '../testing/fixtures/herald.ts';
import { testServers } from '../testing/fixtures/test-servers.ts';
import { answerTable, untried } from './answer-table.ts';
import { readApiDocument } from './api-document.ts';
import { SIGNING_SECRETS } from './callers.ts';
import { fuzzApi } from './fuzz-run.ts';

/** The short form is part of `pnpm test`, the long one is `pnpm test:fuzz-api`. */
const REQUESTS = Number(process.env['HERALD_FUZZ_REQUESTS'] ?? (isLongForm ? 20_000 : 500));
const SEED = Number(process.env['HERALD_FUZZ_SEED'] ?? 20_261_128);

const operationIds = Object.keys(OPERATIONS);
const ids = readApiDocument().operations.map(({ id }) => id);
const { databaseUrl } = testServers();
let api: RunningHerald;

// What a request does is the same with queues on Redis, so that once is enough: hence no integration test.
jest.setTimeout(isLongForm ? 1_800_000 : 180_000);

beforeAll(async () => {
  api = await startTestApi({
    RECEIPT_SECRET: SIGNING_SECRETS.vendor,
    VENDOR_SECRET: SIGNING_SECRETS.worker,
    LOCAL_SIGN_IN: 'on',
    // Nobody listens there: no request has a state that Google would be asked about.
    GOOGLE_CLIENT_ID: 'fuzz',
    GOOGLE_CLIENT_SECRET: 'fuzz',
    GOOGLE_TOKEN_URL: 'http://127.0.0.1:9/token',
    GOOGLE_USERINFO_URL: 'http://127.0.0.1:9/userinfo',
    RATE_LIMIT_PER_KEY: '0',
    RATE_LIMIT_PER_MEMBER: '0',
    RATE_LIMIT_PER_ADDRESS: '0',
    RATE_LIMIT_BAD_CREDENTIALS: '0',
    // What the mock vendor reports by itself would look like something that the request at that moment wrote.
    MOCK_VENDOR_MIN_DELAY_MS: '3600000',
    MOCK_VENDOR_MAX_DELAY_MS: '3600000',
    ...(process.env['HERALD_FUZZ_LOG'] && { LOG_LEVEL: process.env['HERALD_FUZZ_LOG'] }),
  });
});
afterAll(() => api.stop());

it('answers whatever is sent to it in the form that the document says, and a refused request changes nothing', async () => {
  const report = await fuzzApi({ url: api.url, databaseUrl, requests: REQUESTS, seed: SEED });
  say(`${report.sent} requests of seed ${SEED} in ${report.seconds.toFixed(0)} s\n${answerTable(report, ids)}`);

  // As text, so that a request can be copied out of it.
  if (report.failures.length > 0) throw new Error(report.failures.join('\n\n'));
  // Fewer than 500 do not reach every operation, and 500 do not refuse a probe, which takes nearly everything, each time.
  const { neverAccepted, neverRefused } = untried(report, operationIds);
  if (REQUESTS >= 500) expect(neverAccepted).toEqual([]);
  if (isLongForm) expect(neverRefused).toEqual([]);
});
