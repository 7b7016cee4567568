import { describe, expect, it } from '@jest/globals';

import { parseCommandLine } from './command-line.ts';

describe('parseCommandLine', () => {
  it.each([
    [[], { empty: false, help: false }],
    [['--empty'], { empty: true, help: false }],
    [['--', '--empty'], { empty: true, help: false }],
    [['--help'], { empty: false, help: true }],
    [['-h', '--empty'], { empty: true, help: true }],
  ])('reads %j', (args, flags) => {
    expect(parseCommandLine(args)).toEqual(flags);
  });

  it('names what it does not know', () => {
    expect(() => parseCommandLine(['--emtpy'])).toThrow('Unknown option --emtpy: there are only --empty and --help.');
  });
});
