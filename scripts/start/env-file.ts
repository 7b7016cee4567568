import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

import { StartError } from './start-error.ts';

/**
 * The variables of a `.env` file; none when there is no file and none is demanded.
 *
 * @throws StartError with the number of the line that is not `NAME=value`, a comment or blank.
 */
export function readEnvFile(file: string, mustExist: boolean): Record<string, string> {
  const text = readText(file, mustExist);
  const broken = findBrokenLine(text);
  if (broken !== undefined) {
    throw new StartError(`Line ${broken} of ${file} is broken: expected NAME=value, a comment or a blank line.`);
  }
  return parseEnv(text) as Record<string, string>;
}

function readText(file: string, mustExist: boolean): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !mustExist) return '';
    throw new StartError(`The file ${file} cannot be read (${code}).`);
  }
}

const IGNORED = /^\s*(#.*)?$/;
const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/;
const QUOTES = ['"', "'", '`'];
const AFTER_QUOTED = /^\s*(#.*)?$/;

/** `parseEnv` skips in silence what it does not understand; this finds it. @returns a line number, from 1. */
export function findBrokenLine(text: string): number | undefined {
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (IGNORED.test(line)) continue;
    const value = ASSIGNMENT.exec(line)?.[1];
    if (value === undefined) return index + 1;
    const end = endOfValue(lines, index, value);
    if (end === undefined) return index + 1;
    index = end;
  }
  return undefined;
}

/** A quoted value may go on over several lines. @returns the index of its last one, undefined when it is broken. */
function endOfValue(lines: string[], start: number, value: string): number | undefined {
  const quote = QUOTES.find((candidate) => value.startsWith(candidate));
  if (quote === undefined) return start;
  let rest = value.slice(1);
  for (let index = start; index < lines.length; rest = lines[(index += 1)] ?? '') {
    const close = rest.indexOf(quote);
    if (close !== -1) return AFTER_QUOTED.test(rest.slice(close + 1)) ? index : undefined;
  }
  return undefined;
}
