import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { readAnswer } from './read-answer.ts';

const schema = z.strictObject({ words: z.array(z.string()) });
const good = { kind: 'answer', answer: { words: ['a'] } };

describe('readAnswer', () => {
  it.each([
    '{"words":["a"]}',
    ' {"words":["a"]}\n',
    '```json\n{"words":["a"]}\n```',
    '```\n{"words":["a"]}\n```\n',
    '``` JSON\n{"words":\n["a"]}```',
  ])('reads %j', (text) => expect(readAnswer(text, schema)).toEqual(good));

  it.each(['', 'words', '{"words":["a"]', 'Here it is: {"words":["a"]}', '{"words":["a"]}{"words":["a"]}'])(
    'does not read %j',
    (text) => expect(readAnswer(text, schema)).toEqual({ kind: 'malformed', problems: [expect.any(String)] }),
  );

  it('names what is wrong where, but not without end', () => {
    expect(readAnswer('{"words":[7]}', schema)).toMatchObject({
      problems: [expect.stringMatching(/^words\.0: Invalid input/)],
    });
    const read = readAnswer(JSON.stringify({ words: Array.from({ length: 500 }, () => 7) }), schema);
    expect(read).toMatchObject({ kind: 'malformed', problems: { length: 10 } });
  });

  it('is done at once with blank lines without end, as of a model that does not find one', () => {
    const startedAtMs = performance.now();
    const read = readAnswer(`\`\`\`json\n${'\n'.repeat(50_000)}x`, schema);
    expect([read.kind, performance.now() - startedAtMs < 2_000]).toEqual(['malformed', true]);
  });

  it('does not fall over what is nested without end', () => {
    const nested: z.ZodType = z.array(z.lazy(() => nested));
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    expect(readAnswer(deep, nested)).toMatchObject({ kind: 'malformed' });
  });
});
