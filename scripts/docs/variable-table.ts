import { code, table, withMadePart } from './markdown.ts';

/** Variables that are told of together. */
export interface Variables {
  names: string[];
  /** Of each; empty for what has none. */
  defaults: string[];
  meaning: string;
}

export interface VariableArea {
  title: string;
  variables: Variables[];
}

const AREA = /^# --- (.+?) -+$/;
/** With or without the mark that keeps it out of effect. */
const VARIABLE = /^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$/;
const TEXT = /^# (.+)$/;

/** The document with the table of all variables made anew from `.env.example`. */
export function withVariables(markdown: string, envExample: string): string {
  const made = readVariables(envExample).flatMap(({ title, variables }) => [
    `**${title}**`,
    table(['variable', 'default', 'meaning'], variables.map(rowOf)),
  ]);
  return withMadePart(markdown, made.join('\n\n'));
}

/** What `.env.example` says: areas, and in them variables with the comment that stands before them. */
export function readVariables(envExample: string): VariableArea[] {
  const areas: VariableArea[] = [];
  let comment: string[] = [];
  let wasVariable = false;
  for (const line of envExample.split('\n')) {
    const title = AREA.exec(line)?.[1];
    const variable = VARIABLE.exec(line);
    const area = areas.at(-1);
    if (title !== undefined) areas.push({ title, variables: [] });
    if (area !== undefined && variable !== null) {
      const [, name = '', value = ''] = variable;
      const before = area.variables.at(-1);
      if (wasVariable && before !== undefined) {
        before.names.push(name);
        before.defaults.push(value);
      } else {
        area.variables.push({ names: [name], defaults: [value], meaning: comment.join(' ') });
      }
    }
    const text = title === undefined && variable === null ? TEXT.exec(line)?.[1] : undefined;
    comment = text === undefined ? [] : [...comment, text];
    wasVariable = variable !== null;
  }
  return areas;
}

function rowOf({ names, defaults, meaning }: Variables): string[] {
  const values = defaults.every((value) => value === '')
    ? ''
    : defaults.map((value) => (value === '' ? 'none' : code(value))).join(' ');
  // In a table a bar ends the cell, and what is between angle brackets would be a tag.
  return [
    names.map(code).join(' '),
    values,
    meaning
      .replaceAll('|', '\\|')
      .replaceAll(/<(\w+)>/g, '`<$1>`')
      .replaceAll('*', '\\*'),
  ];
}
