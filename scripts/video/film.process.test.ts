import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { CleanUp } from '../herald/clean-up.ts';
import { chromiumIsAvailable } from '../testing/e2e/chromium-binary.js';
import { testServers } from '../testing/fixtures/test-servers.ts';
import { TEST_SESSION_SECRET } from '../testing/fixtures/signed-in-member.ts';
import { readDemoScript } from './demo-script.ts';
import { serveShop } from './demo-shop.ts';
import { ffmpegIsAvailable, requireFfmpeg } from './ffmpeg.ts';
import { FRAMES_PER_SECOND, makeFilm } from './film.ts';
import { pairScenes } from './record.ts';
import { SCENES } from './scenes.ts';
import { FILM_SIZE } from './stage.ts';

const TIMEOUT_MS = 120_000;
const MOST_BYTES_PER_SECOND = 80_000;
const { databaseUrl } = testServers();
let folder: string;
let cleanUp: CleanUp;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'herald-film-'));
  cleanUp = new CleanUp();
});
afterEach(async () => {
  await cleanUp.run();
  await rm(folder, { recursive: true, force: true });
}, TIMEOUT_MS);

(chromiumIsAvailable && ffmpegIsAvailable ? test : test.skip)(
  'two scenes become a film with captions that plays everywhere (needs the Debian packages chromium and ffmpeg)',
  async () => {
    const shop = await serveShop({ databaseUrl, env: { SESSION_SECRET: TEST_SESSION_SECRET } }, cleanUp);
    // The dashboard of an empty Herald is another one.
    const { ingestionId } = await shop.api.sendCustomers([{ externalId: 'c1', name: 'Asha Rao' }]);
    await shop.api.waitForIngestion(ingestionId);
    const pairs = pairScenes(await readDemoScript(), SCENES).slice(0, 2);
    const file = path.join(folder, 'two-scenes.mp4');
    const { facts, repeated } = await makeFilm(pairs, shop, file);

    expect(facts).toMatchObject({ codec: 'h264', pixelFormat: 'yuv420p', ...FILM_SIZE });
    // Three captions, each for as long as it takes to read it.
    expect(facts.durationSec).toBeGreaterThan(10);
    expect(facts.frames).toBe(Math.round(facts.durationSec * FRAMES_PER_SECOND));
    expect(facts.bytes).toBeLessThan(facts.durationSec * MOST_BYTES_PER_SECOND);
    expect(repeated).toBeLessThan(facts.frames - 3);
    expect(await isForStreaming(file)).toBe(true);
    expect(new Set(await frameHashes(file)).size).toBeGreaterThan(5);

    const captions = await readFile(path.join(folder, 'two-scenes.vtt'), 'utf8');
    for (const { script } of pairs) for (const { says } of script.steps) expect(captions).toContain(says);
  },
  TIMEOUT_MS,
);

/** Whether a player learns what is in the file before it has all of it. */
async function isForStreaming(file: string): Promise<boolean> {
  const bytes = await readFile(file);
  return bytes.indexOf('moov') < bytes.indexOf('mdat');
}

/** Of what is seen in each frame. */
async function frameHashes(file: string): Promise<string[]> {
  const { ffmpeg } = requireFfmpeg();
  const { stdout } = await promisify(execFile)(ffmpeg, ['-v', 'error', '-i', file, '-f', 'framemd5', '-']);
  return stdout
    .split('\n')
    .flatMap((line) => (line === '' || line.startsWith('#') ? [] : [line.split(',').at(-1) ?? '']));
}
