import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Timeline } from './timeline.ts';

interface RecorderOptions {
  /** Takes a JPEG of what is on the screen now. */
  take: () => Promise<Buffer>;
  /** Where the pictures go. */
  folder: string;
  framesPerSecond: number;
}

/** Takes pictures at a fixed rate, from `roll` to `cut` and again; what happens in between is not in the film. */
export class FrameRecorder {
  private readonly options: RecorderOptions;
  private readonly timeline: Timeline<string>;
  private recordedMs = 0;
  private rolledAtMs: number | undefined;
  private taking: Promise<void> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.options = options;
    this.timeline = new Timeline(options.framesPerSecond);
  }

  /** The moment of the film that is now. */
  get nowMs(): number {
    return this.recordedMs + (this.rolledAtMs === undefined ? 0 : performance.now() - this.rolledAtMs);
  }

  roll(): void {
    if (this.rolledAtMs !== undefined) return;
    this.rolledAtMs = performance.now();
    this.taking = this.takePictures();
    // Whoever cuts learns of it.
    this.taking.catch(() => undefined);
  }

  /** @throws Error of the browser, when it could not take a picture. */
  async cut(): Promise<void> {
    if (this.rolledAtMs === undefined) return;
    this.recordedMs = this.nowMs;
    this.rolledAtMs = undefined;
    await this.taking;
  }

  /** The files of the film so far, one for each tick. */
  frames(): string[] {
    return this.timeline.frames(this.recordedMs);
  }

  private async takePictures(): Promise<void> {
    const { take, folder, framesPerSecond } = this.options;
    const tickMs = 1_000 / framesPerSecond;
    while (this.rolledAtMs !== undefined) {
      const atMs = this.nowMs;
      const picture = await take();
      const file = path.join(folder, `${Math.round(atMs)}.jpg`);
      await writeFile(file, picture);
      this.timeline.add(atMs, file);
      // Rounded up: a timer that is early would take the picture of this tick once more.
      await delay(Math.max(0, Math.ceil((Math.floor(atMs / tickMs) + 1) * tickMs - this.nowMs)));
    }
  }
}
