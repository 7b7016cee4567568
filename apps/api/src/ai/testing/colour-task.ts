import { z } from 'zod';

import type { AiTask } from '../ai-task.ts';

export const colourSchema = z.strictObject({ colour: z.string(), words: z.array(z.string()).max(3) });
export type Colour = z.infer<typeof colourSchema>;

/** A task of which everything can be seen: the model names the colour of a thing, and must not say "red". */
export const colourTask: AiTask<{ thing: string }, Colour> = {
  purpose: 'messages',
  instructions: 'Name the colour of the thing.',
  dataOf: ({ thing }) => ({ thing }),
  answerSchema: colourSchema,
  complaintsAbout: ({ colour, words }) => [
    ...(colour === 'red' ? ['colour must not be red'] : []),
    ...(words.includes('bad') ? ['words must not have "bad"'] : []),
  ],
  offline: () => ({ colour: 'grey', words: ['offline'] }),
};

/** The same, of whose answers the good words can be kept. */
export const salvagedColourTask: AiTask<{ thing: string }, Colour> = {
  ...colourTask,
  salvage: ({ colour, words }) => ({ colour, words: words.filter((word) => word !== 'bad') }),
};
