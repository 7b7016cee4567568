import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { styleText } from 'node:util';

import { prettyFactory } from 'pino-pretty';

const NAMES = { herald: 'bold', API: 'cyan', worker: 'green', web: 'magenta' } as const;
/** Whose line it is. */
export type Speaker = keyof typeof NAMES;

const WIDTH = Math.max(...Object.keys(NAMES).map((name) => name.length));

/** Prints lines of one speaker, its name before each. */
export function printer(name: Speaker): (line: string) => void {
  const before = `${name.padEnd(WIDTH)} | `;
  const prefix = process.stdout.isTTY ? styleText(NAMES[name], before) : before;
  return (line) => process.stdout.write(`${prefix}${line}\n`);
}

/** Prints what a process says: its log as people read it, everything else as it is. */
export function printLines(output: Readable, print: (line: string) => void): void {
  const readable = prettyFactory({
    colorize: process.stdout.isTTY,
    messageKey: 'event',
    ignore: 'name,pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
  });
  createInterface({ input: output }).on('line', (line) => {
    for (const each of readable(line).trimEnd().split('\n')) print(each);
  });
}
