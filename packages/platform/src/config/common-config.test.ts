import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { commonConfigShape } from './common-config.ts';
import { parseConfig } from './parse-config.ts';

const DATABASE_URL = 'postgres://herald@localhost/herald';
const read = (env: Record<string, string>) => parseConfig(z.object(commonConfigShape), { DATABASE_URL, ...env });

describe('the settings of traces', () => {
  it('are off by default, and all of them when they are on', () => {
    expect(read({})).toMatchObject({ OTEL_TRACES_SAMPLER_ARG: 1 });
    expect(read({}).OTEL_EXPORTER_OTLP_ENDPOINT).toBeUndefined();
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }).OTEL_EXPORTER_OTLP_ENDPOINT).toBeUndefined();
  });

  it.each([
    ['authorization=Basic%20YTpi', { authorization: 'Basic YTpi' }],
    ['a=1,b=2', { a: '1', b: '2' }],
    [' x-key = a=b== , other=', { 'x-key': 'a=b==', other: '' }],
  ])('take headers as %p', (text, headers) => {
    expect(read({ OTEL_EXPORTER_OTLP_HEADERS: text }).OTEL_EXPORTER_OTLP_HEADERS).toEqual(headers);
  });

  it.each(['secret', 'a=1,,b=2', '=secret', 'two words=secret', 'a=%E0secret'])(
    'refuse %p as headers, and do not repeat it',
    (text) => {
      const reading = () => read({ OTEL_EXPORTER_OTLP_HEADERS: text });
      expect(reading).toThrow('OTEL_EXPORTER_OTLP_HEADERS: must be name=value');
      expect(reading).not.toThrow('secret');
    },
  );

  it('refuse what is no address and no share', () => {
    expect(() => read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toThrow('OTEL_EXPORTER_OTLP_ENDPOINT');
    expect(() => read({ OTEL_TRACES_SAMPLER_ARG: '2' })).toThrow('OTEL_TRACES_SAMPLER_ARG');
  });
});
