import { describe, expect, it } from '@jest/globals';

import { readJobMetadata, writeJobMetadata } from './job-metadata.ts';

describe('what a job carries beside its payload', () => {
  it('is the id of the request, and comes back as it went', () => {
    const call = { requestId: '0199aa10-0000-7000-8000-000000000001' };
    expect(readJobMetadata(writeJobMetadata(call))).toEqual(call);
  });

  it('is its span too, where there is one, and without that when it cannot be read', () => {
    const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
    const metadata = writeJobMetadata({ requestId: 'a-1', span });
    expect(readJobMetadata(metadata)).toEqual({ requestId: 'a-1', span: { ...span, isRemote: true } });
    expect(readJobMetadata('{"requestId":"a-1","traceparent":"00-1-2-01"}')).toEqual({ requestId: 'a-1' });
  });

  it('may be more in a later version, which is passed over', () => {
    expect(readJobMetadata('{"requestId":"a-1","later":{"more":true}}')).toEqual({ requestId: 'a-1' });
  });

  it.each([
    undefined,
    null,
    17,
    {},
    '',
    'no JSON',
    '{',
    'null',
    '[]',
    '{}',
    '{"requestId":17}',
    '{"requestId":""}',
    '{"requestId":"two words"}',
    '{"requestId":"a line\\nof its own"}',
    JSON.stringify({ requestId: 'x'.repeat(65) }),
    // As BullMQ's own telemetry would write it.
    '{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}',
  ])('%p is nothing', (metadata) => {
    expect(readJobMetadata(metadata)).toBeUndefined();
  });
});
