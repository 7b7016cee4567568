import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { findSignatureFault, findSignatureFormFault, SIGNATURE_TOLERANCE_SEC, signBody } from './signature.ts';

const SECRET = 'a secret of at least 32 characters';
const NOW = 1_795_000_000;
const BODY = '{"status":"SENT","text":"é"}';
const SIGNED = { timestamp: String(NOW), signature: signBody(SECRET, NOW, BODY) };

const faultOf = (change: Partial<typeof SIGNED> = {}, body: Buffer | string = BODY, nowSec = NOW) =>
  findSignatureFault(SECRET, { ...SIGNED, ...change }, body, nowSec);

describe('a signature', () => {
  it('is the HMAC-SHA256 of the timestamp, a full stop and the body', () => {
    const expected = createHmac('sha256', SECRET).update(`${NOW}.${BODY}`).digest('hex');
    expect(SIGNED.signature).toBe(`sha256=${expected}`);
    expect(signBody(SECRET, NOW, Buffer.from(BODY))).toBe(SIGNED.signature);
  });

  it('stands for the bytes that were signed, in either case of its digits', () => {
    expect(faultOf()).toBeUndefined();
    expect(faultOf({}, Buffer.from(BODY))).toBeUndefined();
    expect(faultOf({ signature: `sha256=${SIGNED.signature.slice(7).toUpperCase()}` })).toBeUndefined();
  });

  it.each([-SIGNATURE_TOLERANCE_SEC, -1, 1, SIGNATURE_TOLERANCE_SEC])('stands %d seconds off', (offSec) => {
    expect(faultOf({}, BODY, NOW + offSec)).toBeUndefined();
  });

  it.each([-SIGNATURE_TOLERANCE_SEC - 1, SIGNATURE_TOLERANCE_SEC + 1, 1e9, -1e9])(
    'does not stand %d seconds off',
    (offSec) => {
      expect(faultOf({}, BODY, NOW + offSec)).toBe('out_of_time');
    },
  );

  it.each([
    ['another body', {}, BODY.replace('SENT', 'FAILED')],
    ['a body with one more byte', {}, `${BODY} `],
    ['no body', {}, ''],
    ['another timestamp', { timestamp: String(NOW + 1) }, BODY],
    ['the same timestamp written otherwise', { timestamp: `0${NOW}` }, BODY],
    ['another secret', { signature: signBody(`${SECRET}!`, NOW, BODY) }, BODY],
    [
      'a last digit that differs',
      { signature: SIGNED.signature.replace(/.$/, (last) => (last === '0' ? '1' : '0')) },
      BODY,
    ],
  ])('is wrong for %s', (_what, change, body) => {
    expect(faultOf(change, body)).toBe('wrong');
  });

  it('cannot borrow bytes of the timestamp for the body', () => {
    const signature = signBody(SECRET, NOW, '1.x');
    expect(faultOf({ signature, timestamp: `${NOW}.1` }, 'x')).toBe('malformed');
  });

  it.each([
    { timestamp: '' },
    { timestamp: 'now' },
    { timestamp: '-5' },
    { timestamp: `${NOW}.5` },
    { timestamp: `${NOW}000000` },
    { signature: '' },
    { signature: SIGNED.signature.slice(7) },
    { signature: SIGNED.signature.slice(0, -1) },
    { signature: `${SIGNED.signature}0` },
    { signature: SIGNED.signature.replace(/.$/, 'g') },
    { signature: SIGNED.signature.replace('sha256', 'sha1') },
  ])('is malformed as %j', (change) => {
    expect(faultOf(change)).toBe('malformed');
  });

  it.each([
    [{}, undefined],
    [{ signature: signBody('another secret', NOW, 'another body') }, undefined],
    [{ signature: undefined }, 'missing'],
    [{ timestamp: 'now' }, 'malformed'],
    [{ signature: `sha256=${'g'.repeat(64)}` }, 'malformed'],
    [{ timestamp: String(NOW - SIGNATURE_TOLERANCE_SEC - 1) }, 'out_of_time'],
    [{ timestamp: String(NOW + SIGNATURE_TOLERANCE_SEC + 1) }, 'out_of_time'],
  ])('as %j is, before the body is known, %s', (change, fault) => {
    expect(findSignatureFormFault({ ...SIGNED, ...change }, NOW)).toBe(fault);
  });

  it.each([{ timestamp: undefined }, { signature: undefined }])('is missing with %j', (change) => {
    expect(findSignatureFault(SECRET, { ...SIGNED, ...change }, BODY, NOW)).toBe('missing');
  });
});
