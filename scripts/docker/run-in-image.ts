import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import type { ImageFolder } from './image-folder.ts';

export interface Ports {
  port?: number;
  operationsPort?: number;
}

/** A process of the image. */
export interface ImageProcess {
  /** Resolves when it serves. @throws Error with what it said when it ended before. */
  ready(): Promise<Ports>;
  /** Resolves when it ended by itself. */
  ended: Promise<{ code: number | null; output: string }>;
  /** As `docker stop`, without a limit of time. */
  stop(): Promise<{ code: number | null; output: string }>;
}

/** In Debian, and in every image made of it, as `nobody` is: without a right to anything. */
const UNPRIVILEGED = { uid: 65_534, gid: 65_534 };

/** Runs a command of the image as Docker does: there, as nobody in particular, and told nothing but this. */
export function runInImage(
  image: Pick<ImageFolder, 'workingDirectory' | 'env'>,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): ImageProcess {
  const [program, ...args] = command;
  if (program !== 'node') throw new Error(`the image has no program but node: ${command.join(' ')}`);
  const child = spawn(process.execPath, args, {
    cwd: image.workingDirectory,
    env: { ...image.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(process.getuid?.() === 0 ? UNPRIVILEGED : {}),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += String(data)));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  const ready = untilReady(child, ended);
  // Most commands just end, and nobody asks.
  ready.catch(() => {});
  return {
    ready: () => ready,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function untilReady(child: ChildProcess, ended: Promise<{ output: string }>): Promise<Ports> {
  const said = new Promise<Ports>((resolve) => {
    child.on('message', (message: { type?: string } & Ports) => {
      if (message.type === 'ready') resolve(message);
    });
  });
  const gone = ended.then(({ output }) => {
    throw new Error(`it ended before it was ready:\n${output}`);
  });
  return Promise.race([said, gone]);
}
