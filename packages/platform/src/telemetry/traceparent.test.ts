import { describe, expect, it } from '@jest/globals';

import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('traceparent', () => {
  it.each([
    ['01', 1],
    ['00', 0],
    // Of the other flags nothing is known.
    ['ff', 1],
    ['02', 0],
  ])('with flags %s is read', (flags, traceFlags) => {
    const read = parseTraceparent(`00-${TRACE}-${SPAN}-${flags}`);
    expect(read).toEqual({ traceId: TRACE, spanId: SPAN, traceFlags, isRemote: true });
  });

  it('is written as it is read', () => {
    const header = `00-${TRACE}-${SPAN}-01`;
    expect(formatTraceparent(parseTraceparent(header)!)).toBe(header);
  });

  it('of a later version is read as far as it is known', () => {
    expect(parseTraceparent(`01-${TRACE}-${SPAN}-01-more`)).toMatchObject({ traceId: TRACE, spanId: SPAN });
  });

  it.each([
    undefined,
    17,
    '',
    TRACE,
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE}-${SPAN}-01\n00-${TRACE}-${SPAN}-01`,
    ` 00-${TRACE}-${SPAN}-01`,
  ])('%p is none', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });
});
