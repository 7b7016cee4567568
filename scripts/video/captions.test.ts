import { expect, test } from '@jest/globals';

import { webVtt } from './captions.ts';
import { readingTimeMs } from './reading-time.ts';

test('captions are a WebVTT file', () => {
  const cues = [
    { fromMs: 0, toMs: 2_400, text: 'Hello.' },
    { fromMs: 61_005.4, toMs: 3_661_999.6, text: 'a < b & c' },
  ];
  expect(webVtt(cues)).toBe(`WEBVTT

1
00:00:00.000 --> 00:00:02.400
Hello.

2
00:01:01.005 --> 01:01:02.000
a &lt; b &amp; c
`);
});

test('long captions stay for longer, and short ones long enough to be noticed', () => {
  expect(readingTimeMs('Finished.')).toBe(2_400);
  expect(readingTimeMs('x'.repeat(102))).toBe(7_200);
});
