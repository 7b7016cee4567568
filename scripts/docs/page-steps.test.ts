import { expect, it } from '@jest/globals';

import { stepsOf, withEdit } from './page-steps.ts';

it('reads edits and commands of a page in their order', () => {
  const page = '# Page\n\n```diff\n# a/b.ts\n one\n+two\n```\n\n```ts\nno step\n```\n\n```sh\nfirst\nsecond\n```\n';
  expect(stepsOf(page)).toEqual([
    { kind: 'edit', file: 'a/b.ts', lines: [' one', '+two'] },
    { kind: 'run', command: 'first' },
    { kind: 'run', command: 'second' },
  ]);
});

it('puts lines where the others are', () => {
  expect(withEdit('one\nthree\n', [' one', '+two'])).toBe('one\ntwo\nthree\n');
});

it.each([
  ['not there', 'three\n'],
  ['there twice', 'one\none\n'],
])('refuses an edit whose lines are %s', (_, text) => {
  expect(() => withEdit(text, [' one', '+two'])).toThrow('times: one');
});
