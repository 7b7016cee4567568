import { setTimeout as delay } from 'node:timers/promises';

import type { Cue } from './captions.ts';
import type { ScriptScene } from './demo-script.ts';
import type { FrameRecorder } from './frame-recorder.ts';
import { readingTimeMs } from './reading-time.ts';
import type { Play, Scene } from './scene.ts';

/** After what a step does, so that one sees what came of it. */
const SEE_RESULT_MS = 900;

export interface PairedScene {
  script: ScriptScene;
  scene: Scene;
}

/**
 * Puts what the script says beside what is done.
 *
 * @throws Error in one sentence where one of them lacks what the other one has.
 */
export function pairScenes(script: readonly ScriptScene[], scenes: readonly Scene[]): PairedScene[] {
  const unknown = scenes.find(({ title }) => !script.some((told) => told.title === title));
  if (unknown) throw new Error(`The script does not know the scene "${unknown.title}".`);
  return script.map((told) => {
    const scene = scenes.find(({ title }) => title === told.title);
    if (!scene) throw new Error(`Nobody plays the scene "${told.title}".`);
    if (scene.steps.length !== told.steps.length) {
      throw new Error(
        `The scene "${told.title}" has ${told.steps.length} steps in the script and ${scene.steps.length} that are played.`,
      );
    }
    return { script: told, scene };
  });
}

/** Plays the scenes before the recorder. @returns what was said when. */
export async function recordScenes(pairs: readonly PairedScene[], recorder: FrameRecorder, play: Play): Promise<Cue[]> {
  const cues: Cue[] = [];
  for (const { script, scene } of pairs) {
    if (scene.prepare) {
      await recorder.cut();
      await scene.prepare(play);
    }
    for (const [index, { does, says }] of script.steps.entries()) {
      await play.stage.caption(script.title, says);
      recorder.roll();
      const fromMs = recorder.nowMs;
      await playStep(scene, index, play, `${script.title}, step ${index + 1}: ${does}`);
      await delay(Math.max(SEE_RESULT_MS, fromMs + readingTimeMs(says) - recorder.nowMs));
      cues.push({ fromMs, toMs: recorder.nowMs, text: says });
    }
  }
  await recorder.cut();
  return cues;
}

async function playStep({ steps }: Scene, index: number, play: Play, what: string): Promise<void> {
  try {
    await steps[index]?.(play);
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
