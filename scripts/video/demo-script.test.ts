import { describe, expect, test } from '@jest/globals';

import { parseDemoScript, readDemoScript } from './demo-script.ts';
import { pairScenes } from './record.ts';
import { SCENES } from './scenes.ts';

const CAPTION_MAX_CHARACTERS = 150;

describe('the script of the tour', () => {
  test('has numbered scenes, with steps and what is said at each', () => {
    const markdown = `# The tour

1. Not a step: this is no scene.

## 1. Sign in

Words for people.

1. Choose **Sign in**,
   at the right.

   > You need
   > no account.

2. Look.

   > There it is.

## What is no scene

1. Neither is this.

## 2. The end

1. Show the card.

   > Bye.
`;
    expect(parseDemoScript(markdown)).toEqual([
      {
        title: 'Sign in',
        steps: [
          { does: 'Choose **Sign in**, at the right.', says: 'You need no account.' },
          { does: 'Look.', says: 'There it is.' },
        ],
      },
      { title: 'The end', steps: [{ does: 'Show the card.', says: 'Bye.' }] },
    ]);
  });

  test('is refused where a scene has no steps, or a step says nothing', () => {
    expect(() => parseDemoScript('## 1. Empty\n\nWords.\n')).toThrow('The scene "Empty" has no steps.');
    expect(() => parseDemoScript('## 1. Mute\n\n1. Look.\n')).toThrow('Nothing is said in the scene "Mute" at: Look.');
  });
});

describe('docs/demo-script.md', () => {
  test('tells exactly what is played, scene by scene and step by step', async () => {
    const pairs = pairScenes(await readDemoScript(), SCENES);
    expect(pairs.map(({ scene }) => scene)).toEqual(SCENES);
  });

  test('numbers its scenes and has captions that fit below the picture', async () => {
    const script = await readDemoScript();
    const long = script.flatMap(({ steps }) => steps).filter(({ says }) => says.length > CAPTION_MAX_CHARACTERS);
    expect(long).toEqual([]);
  });
});

describe('scenes', () => {
  const script = [{ title: 'One', steps: [{ does: 'a', says: 'b' }] }];
  const step = () => Promise.resolve();

  test.each([
    [
      [
        { title: 'One', steps: [step] },
        { title: 'Two', steps: [step] },
      ],
      'The script does not know the scene "Two".',
    ],
    [[], 'Nobody plays the scene "One".'],
    [[{ title: 'One', steps: [] }], 'The scene "One" has 1 steps in the script and 0 that are played.'],
  ])('that do not agree with the script are refused (%#)', (scenes, message) => {
    expect(() => pairScenes(script, scenes)).toThrow(message);
  });
});
