import { describe, expect, it } from '@jest/globals';

import { EmbeddedPostgresError, explainFailure, explainSystemError } from './errors.ts';

const place = { dataDir: '/srv/herald', port: 5999 };

describe('explainFailure', () => {
  it.each([
    ['initdb: error: could not write file "x": No space left on device', 'The disk that holds /srv/herald is full'],
    ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'Port 5999 for the embedded'],
    ['FATAL:  could not access directory "x": Permission denied', 'not permitted to use /srv/herald'],
    ["postgres: /lib/libc.so.6: version `GLIBC_2.27' not found", 'do not run on this system'],
  ])('turns %p into a sentence', (output, sentence) => {
    expect(explainFailure('postgres', output, place).message).toContain(sentence);
  });

  it('hands on the decisive line of what it does not know', () => {
    const output = '2026-01-01 UTC [1] LOG:  starting\n2026-01-01 UTC [1] FATAL:  the moon is full\n';
    expect(explainFailure('postgres', output, place).message).toBe(
      'The embedded PostgreSQL in /srv/herald did not start (postgres): the moon is full.',
    );
  });
});

describe('explainSystemError', () => {
  it('knows the codes of the system and of the server', () => {
    const full = Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC' });
    expect(explainSystemError(full, place)).toBeInstanceOf(EmbeddedPostgresError);
    const refused = Object.assign(new Error('password authentication failed'), { code: '28P01' });
    expect(explainSystemError(refused, place)).toHaveProperty(
      'message',
      'The embedded PostgreSQL in /srv/herald did not start (postgres): password authentication failed.',
    );
  });

  it('leaves alone what is a mistake of the program', () => {
    const mistake = new TypeError('x is not a function');
    expect(explainSystemError(mistake, place)).toBe(mistake);
  });
});
