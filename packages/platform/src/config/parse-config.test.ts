import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { integerVariable } from './common-config.ts';
import { ConfigError, parseConfig } from './parse-config.ts';

const schema = z.object({ COUNT: integerVariable(1, 10).default(3), NAME: z.string() });

describe('parseConfig', () => {
  it('reads variables, with defaults for those that are not set or empty', () => {
    expect(parseConfig(schema, { COUNT: '7', NAME: 'x' })).toEqual({ COUNT: 7, NAME: 'x' });
    expect(parseConfig(schema, { COUNT: '', NAME: 'x', OTHER: 'y' })).toEqual({ COUNT: 3, NAME: 'x' });
  });

  it.each(['0', '11', '1.5', 'x', ' ', '1e1000', 'NaN'])('refuses the number %j', (COUNT) => {
    expect(() => parseConfig(schema, { COUNT, NAME: 'x' })).toThrow(ConfigError);
  });

  it('names every bad variable in one sentence', () => {
    expect(() => parseConfig(schema, { COUNT: 'x' })).toThrow(/^Bad configuration: COUNT: .+; NAME: .+$/);
  });

  it('says of what is missing that it is not set', () => {
    const url = z.object({ URL: z.url('must be an address') });
    expect(() => parseConfig(url, {})).toThrow('Bad configuration: URL: is not set; must be an address');
    expect(() => parseConfig(url, { URL: 'x' })).toThrow('Bad configuration: URL: must be an address');
  });
});
