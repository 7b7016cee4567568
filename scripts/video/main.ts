import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { CleanUp } from '../herald/clean-up.ts';
import { runMain } from '../herald/run-main.ts';
import { findChromium } from '../testing/e2e/chromium-binary.js';
import { readDemoScript } from './demo-script.ts';
import { type DemoShop, startDemoShop } from './demo-shop.ts';
import { requireFfmpeg } from './ffmpeg.ts';
import { type Film, FRAMES_PER_SECOND, makeFilm } from './film.ts';
import { pairScenes } from './record.ts';
import { SCENES } from './scenes.ts';

/** Ignored by git. */
const FOLDER = path.resolve(import.meta.dirname, '../../.demo');
const MOST_SECONDS = 7 * 60;
const MOST_BYTES = 25_000_000;
const LOOK_MS = 1_000;

const HELP = `Records the tour of docs/demo-script.md to .demo/herald-tour.mp4, with its captions beside it.

  pnpm demo:video [options]

  --scene TITLE  only this scene; may be repeated, and needs those that it builds on
  --present      records nothing: starts the same Herald for somebody who presents it, until Ctrl-C
  --help         this text
`;

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      scene: { type: 'string', multiple: true, default: [] },
      present: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return true;
  }
  const cleanUp = new CleanUp();
  try {
    return values.present ? await present(cleanUp) : await recordTour(values.scene, cleanUp);
  } finally {
    await cleanUp.run();
  }
});

async function recordTour(titles: readonly string[], cleanUp: CleanUp): Promise<boolean> {
  requireFfmpeg();
  if (!findChromium())
    throw new Error('There is no Chromium on the PATH: install it (on Debian: apt install chromium).');
  const pairs = pairScenes(await readDemoScript(), SCENES);
  const unknown = titles.find((title) => !pairs.some(({ script }) => script.title === title));
  if (unknown !== undefined) throw new Error(`There is no scene "${unknown}" in docs/demo-script.md.`);
  await mkdir(FOLDER, { recursive: true });

  console.log('Starting a Herald with a shop in it');
  const shop = await startDemoShop(cleanUp);
  console.log('Recording, about six minutes');
  const wanted = pairs.filter(({ script }) => titles.length === 0 || titles.includes(script.title));
  const film = await makeFilm(wanted, shop, path.join(FOLDER, 'herald-tour.mp4'));
  return report(film);
}

function report({ facts, repeated }: Film): boolean {
  const { durationSec, bytes, frames, width, height, codec } = facts;
  const minutes = `${Math.floor(durationSec / 60)} min ${Math.round(durationSec % 60)} s`;
  console.log(`.demo/herald-tour.mp4  ${minutes}, ${(bytes / 1_000_000).toFixed(1)} MB, ${codec}, ${width}x${height}`);
  console.log(`${frames} frames at ${FRAMES_PER_SECOND} a second, ${repeated} of them repeated`);
  const isShort = durationSec <= MOST_SECONDS;
  const isSmall = bytes <= MOST_BYTES;
  if (!isShort) console.error(`It is longer than ${MOST_SECONDS / 60} minutes.`);
  if (!isSmall) console.error(`It is larger than ${MOST_BYTES / 1_000_000} MB.`);
  return isShort && isSmall;
}

/** Until somebody presses Ctrl-C, which the clean-up sees. */
async function present(cleanUp: CleanUp): Promise<never> {
  console.log('Starting a Herald with a shop in it');
  const shop = await startDemoShop(cleanUp);
  console.log(`Open ${shop.herald.url} and follow docs/demo-script.md. Ctrl-C ends it and forgets everything.`);
  for (let told: number | undefined; ; await delay(LOOK_MS)) told = tellWorker(shop, told);
}

/** Another process is told once it serves. @returns which one was told last. */
function tellWorker({ herald: { worker } }: DemoShop, told: number | undefined): number | undefined {
  if (!worker.isServing || worker.pid === told) return told;
  console.log(`The worker: kill -9 ${worker.pid}; curl -s http://127.0.0.1:${worker.operationsPort}/metrics`);
  return worker.pid;
}
