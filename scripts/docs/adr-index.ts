import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { withMadePart } from './markdown.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/adr');

interface Decision {
  /** In `docs/adr`. */
  file: string;
  /** The first line, as `0001: What was decided`. */
  title: string;
}

/** All decisions, by their numbers. */
export function readDecisions(): Decision[] {
  const files = readdirSync(FOLDER).filter((name) => /^\d{4}-.+\.md$/.test(name));
  return files.toSorted().map((file) => {
    const [heading = ''] = readFileSync(path.join(FOLDER, file), 'utf8').split('\n');
    return { file, title: heading.replace(/^# /, '') };
  });
}

/** The index with a line for each decision. */
export function withDecisions(index: string, decisions: Decision[]): string {
  return withMadePart(index, decisions.map(({ file, title }) => `- [${title}](${file})`).join('\n'));
}
