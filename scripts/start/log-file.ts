import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const MAX_BYTES = 10 * 1024 * 1024;
const PINO_ERROR = 50;
const MAX_LINES = 12;

/** Moves a log that has grown large to `.1`, so that no more than two are kept. */
export function rotateLog(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_BYTES) renameSync(file, `${file}.1`);
}

/** Runs `use` with the log open for appending, and its size before. */
export function withLog<T>(file: string, use: (descriptor: number, size: number) => T): T {
  const descriptor = openSync(file, 'a');
  try {
    return use(descriptor, fstatSync(descriptor).size);
  } finally {
    closeSync(descriptor);
  }
}

/** The last errors that a process logged since `offset`; all its last lines when it named no error. */
export function lastErrorLines(file: string, offset: number): string[] {
  const lines = readFileSync(file).subarray(offset).toString('utf8').split('\n').filter(Boolean);
  const errors = lines.map(asError).filter((line) => line !== undefined);
  return (errors.length > 0 ? errors : lines).slice(-MAX_LINES);
}

/** A line that is not JSON was written by Node or a library, about something that went wrong. */
function asError(line: string): string | undefined {
  let entry: { level?: number; msg?: string; err?: { message?: string } };
  try {
    entry = JSON.parse(line) as typeof entry;
  } catch {
    return line;
  }
  if ((entry.level ?? 0) < PINO_ERROR) return undefined;
  return [entry.msg, entry.err?.message].filter(Boolean).join(': ');
}
