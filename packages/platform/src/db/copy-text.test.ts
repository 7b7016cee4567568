import { describe, expect, it } from '@jest/globals';

import { copyLine } from './copy-text.ts';

describe('copyLine', () => {
  it('separates columns by tabs, and escapes what would break a row', () => {
    expect(copyLine(['a', 1, null, 10n, true])).toBe('a\t1\t\\N\t10\ttrue\n');
    expect(copyLine(['a\tb\\c\nd'])).toBe('a\\tb\\\\c\\nd\n');
  });
});
