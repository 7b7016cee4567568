import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';

import { findProgram } from '../testing/find-program.js';

export interface FilmFacts {
  codec: string;
  pixelFormat: string;
  width: number;
  height: number;
  durationSec: number;
  frames: number;
  bytes: number;
}

/** Of H.264: text stays sharp, and five minutes stay small. */
const QUALITY = '23';
const PRESET = 'medium';
/** One can jump to any multiple of it. */
const KEY_FRAME_EVERY_SEC = 5;

/** Whether frames can be joined to a film here. */
export const ffmpegIsAvailable = programs() !== undefined;

/** @throws Error in one sentence that names Debian's package, when a program is not there. */
export function requireFfmpeg(): Programs {
  const found = programs();
  if (!found) throw new Error('There is no ffmpeg on the PATH: install it (on Debian: apt install ffmpeg).');
  return found;
}

interface Programs {
  ffmpeg: string;
  /** Comes with it. */
  ffprobe: string;
}

function programs(): Programs | undefined {
  const [ffmpeg, ffprobe] = [findProgram('ffmpeg'), findProgram('ffprobe')];
  return ffmpeg && ffprobe ? { ffmpeg, ffprobe } : undefined;
}

/** Joins JPEG files, one a frame, to an H.264 film that browsers and telephones play. */
export async function joinFrames(frames: readonly string[], framesPerSecond: number, file: string): Promise<void> {
  const { ffmpeg } = requireFfmpeg();
  const input = ['-f', 'image2pipe', '-framerate', String(framesPerSecond), '-c:v', 'mjpeg', '-i', 'pipe:0'];
  // Pictures have the full range of brightness; films, by custom, have not.
  const filter = ['-vf', 'scale=in_range=pc:out_range=tv,format=yuv420p'];
  const keyFrames = ['-g', String(framesPerSecond * KEY_FRAME_EVERY_SEC)];
  const encoder = ['-c:v', 'libx264', '-preset', PRESET, '-crf', QUALITY, ...keyFrames];
  const output = ['-movflags', '+faststart', file];
  const child = spawn(ffmpeg, ['-loglevel', 'error', '-y', ...input, ...filter, ...encoder, ...output], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  const said = text(child.stderr);
  const fed = pipeline(Readable.from(contentsOf(frames)), child.stdin).catch((error: unknown) => error);
  const [exitCode] = (await ended) as [number | null];
  const feedError = await fed;
  if (exitCode !== 0) throw new Error(`ffmpeg failed: ${(await said).trim()}`);
  if (feedError instanceof Error) throw feedError;
}

async function* contentsOf(files: readonly string[]): AsyncGenerator<Buffer> {
  for (const file of files) yield await readFile(file);
}

/** What ffprobe says of a film, every frame counted. */
export async function probeFilm(file: string): Promise<FilmFacts> {
  const { ffprobe } = requireFfmpeg();
  const child = spawn(ffprobe, ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const { streams, format } = JSON.parse(await text(child.stdout)) as ProbeOutput;
  await ended;
  const stream = streams.find(({ codec_type: type }) => type === 'video');
  if (!stream) throw new Error(`${file} has no pictures`);
  return {
    codec: stream.codec_name,
    pixelFormat: stream.pix_fmt,
    width: stream.width,
    height: stream.height,
    durationSec: Number(format.duration),
    frames: Number(stream.nb_read_frames),
    bytes: Number(format.size),
  };
}

/** As ffprobe names it. */
interface ProbeOutput {
  streams: {
    codec_type: string;
    codec_name: string;
    pix_fmt: string;
    width: number;
    height: number;
    nb_read_frames: string;
  }[];
  format: { duration: string; size: string };
}
