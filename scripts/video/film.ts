import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { openBrowser } from '../testing/e2e/chromium.ts';
import { webVtt } from './captions.ts';
import type { DemoShop } from './demo-shop.ts';
import { type FilmFacts, joinFrames, probeFilm } from './ffmpeg.ts';
import { FrameRecorder } from './frame-recorder.ts';
import { Presenter } from './presenter.ts';
import { type PairedScene, recordScenes } from './record.ts';
import { Stage } from './stage.ts';

/** What two cores keep up with while they also run Herald, PostgreSQL and Chromium. */
export const FRAMES_PER_SECOND = 8;

export interface Film {
  facts: FilmFacts;
  /** How many frames show the picture of the one before, since theirs came late. */
  repeated: number;
}

/** Plays the scenes in a browser and joins what was seen to a film, with its captions beside it as `.vtt`. */
export async function makeFilm(pairs: readonly PairedScene[], shop: DemoShop, file: string): Promise<Film> {
  const folder = await mkdtemp(path.join(tmpdir(), 'herald-video-'));
  try {
    const recorder = await record(pairs, shop, { folder, file });
    const frames = recorder.frames();
    await joinFrames(frames, FRAMES_PER_SECOND, file);
    return { facts: await probeFilm(file), repeated: frames.length - new Set(frames).size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function record(
  pairs: readonly PairedScene[],
  shop: DemoShop,
  { folder, file }: { folder: string; file: string },
): Promise<FrameRecorder> {
  const browser = await openBrowser();
  try {
    const stage = await Stage.open(browser, shop.herald.url);
    const recorder = new FrameRecorder({ take: () => stage.picture(), folder, framesPerSecond: FRAMES_PER_SECOND });
    try {
      const cues = await recordScenes(pairs, recorder, { ...shop, stage, presenter: new Presenter(stage) });
      await writeFile(file.replace(/\.mp4$/, '.vtt'), webVtt(cues));
    } catch (error) {
      // What was on the screen says more than what was waited for.
      await writeFile(file.replace(/\.mp4$/, '.failed.jpg'), await stage.picture());
      throw error;
    }
    return recorder;
  } finally {
    await browser.close();
  }
}
