import { describe, expect, it } from '@jest/globals';

import { judgeAudit } from './audit.ts';

const FINDING = `┌─────────────────────┬──────────────────────────┐
│ high                │ Bad thing                │
└─────────────────────┴──────────────────────────┘
1 vulnerabilities found
Severity: 1 high`;

const endpoint = (what: string) => `Error: ERR_PNPM_AUDIT_BAD_RESPONSE

  × The audit endpoint (at https://registry.example/-/npm/v1/security/
  │ advisories/bulk) ${what}
`;

describe('pnpm audit', () => {
  it.each(['No known vulnerabilities found', '1 vulnerabilities found\nSeverity: 1 moderate'])(
    'that ends well is well (%j)',
    (output) => {
      expect(judgeAudit({ status: 0, output })).toEqual({ outcome: 'ok' });
    },
  );

  it('that finds something fails, and shows it', () => {
    expect(judgeAudit({ status: 1, output: `${FINDING}\n` })).toEqual({ outcome: 'failed', reason: FINDING });
  });

  it.each([
    'Error: ERR_PNPM_AUDIT_ENDPOINT_NOT_EXISTS\n\n  × The audit endpoint doesn’t exist.',
    endpoint('responded with 405:\n  │ '),
    endpoint('responded\n  │ with 404: {}'),
    endpoint('responded with 501: '),
    endpoint('returned invalid JSON: expected value at line 1 column 1.'),
  ])('is skipped where the registry does not offer it (%j)', (output) => {
    expect(judgeAudit({ status: 1, output })).toEqual({
      outcome: 'skipped',
      reason: 'the registry does not offer it',
    });
  });

  it.each([
    { status: null, output: '' },
    { status: 1, output: endpoint('responded with 503: ') },
    { status: 1, output: '  × Failed to request the audit\n  │ endpoint (at https://registry.example/): error' },
    { status: 1, output: 'npm error code ENOTFOUND\nnpm error network request to https://registry.example failed' },
  ])('is skipped where the registry does not answer (%j)', (run) => {
    expect(judgeAudit(run)).toEqual({ outcome: 'skipped', reason: 'the registry does not answer' });
  });

  it('never passes for what is not understood', () => {
    expect(judgeAudit({ status: 1, output: 'No pnpm-lock.yaml found' })).toMatchObject({ outcome: 'failed' });
    expect(judgeAudit({ status: 2, output: '' })).toEqual({ outcome: 'failed', reason: 'pnpm audit ended with 2' });
    const both = `${endpoint('responded with 404: ')}${FINDING}`;
    expect(judgeAudit({ status: 1, output: both })).toMatchObject({ outcome: 'failed' });
  });
});
