import { writtenParts } from '@herald/shared';

/** Where one writes: a caret when both are equal, and what is selected otherwise. */
export interface Selection {
  start: number;
  end: number;
}

/** A template after an edit, with the caret behind what was written. */
export interface Edited {
  template: string;
  caret: number;
}

/** What a fallback cannot hold: it would end the short form, or begin another. */
const NOT_IN_FALLBACKS = /[{}|\r\n]+/g;
/** A path as Liquid writes it: `city`, `attributes.plan`, `attributes["shoe size"]`. */
const PATH = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\s*(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\d+)\s*\])*/;
/** An output whose first thing is a path: `{{ city | upcase }}`. */
const OUTPUT = new RegExp(String.raw`^(\{\{-?\s*)(${PATH.source})(\s*)(\|[\s\S]*?)?(-?\}\})$`);
const LEADING_DEFAULT = /^\|\s*default\s*:\s*(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*/;

/** What a fallback can hold of a text. */
export function asFallback(text: string): string {
  return text.replaceAll(NOT_IN_FALLBACKS, ' ').trim();
}

/** `{city}` or `{city|your city}`; what is no plain name is written as Liquid. */
export function mergeTag(variable: string, fallback = ''): string {
  const instead = asFallback(fallback);
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(variable)) {
    return instead === '' ? `{${variable}}` : `{${variable}|${instead}}`;
  }
  return instead === '' ? `{{ ${variable} }}` : `{{ ${variable} | default: ${quoted(instead)} }}`;
}

/** The path of a custom attribute, whatever its name is. */
export function attributePath(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `attributes.${name}` : `attributes[${quoted(name)}]`;
}

/**
 * Writes a tag where the caret is, or in the place of what is selected. A caret inside another tag
 * would cut it in two, so that the new one comes after it.
 */
export function insertTag(template: string, selection: Selection, tag: string): Edited {
  const { start, end } = aroundParts(template, selection);
  const before = template.slice(0, start);
  // Two braces in a row begin Liquid.
  const written = before.endsWith('{') ? ` ${tag}` : tag;
  return { template: before + written + template.slice(end), caret: start + written.length };
}

function aroundParts(template: string, { start, end }: Selection): Selection {
  const parts = writtenParts(template);
  const cutAtStart = parts.find((part) => part.start < start && start < part.end);
  const cutAtEnd = parts.find((part) => part.start < end && end < part.end);
  if (start === end) return cutAtStart ? { start: cutAtStart.end, end: cutAtStart.end } : { start, end };
  return { start: cutAtStart?.start ?? start, end: cutAtEnd?.end ?? end };
}

/** Writes what those read who have no such value, wherever the template inserts it. */
export function withFallback(template: string, variable: string, fallback: string): string {
  const path = pathOf(variable);
  const instead = asFallback(fallback);
  let edited = '';
  let copied = 0;
  for (const part of writtenParts(template)) {
    const rewritten = rewrite(part.text, part.shortForm?.variable, path, instead);
    if (rewritten === undefined) continue;
    edited += template.slice(copied, part.start) + rewritten;
    copied = part.end;
  }
  return edited + template.slice(copied);
}

/** Whether the template inserts the value somewhere, and does not only decide by it. */
export function canTakeFallback(template: string, variable: string): boolean {
  const path = pathOf(variable);
  return writtenParts(template).some(
    ({ text, shortForm }) => rewrite(text, shortForm?.variable, path, '-') !== undefined,
  );
}

function rewrite(text: string, short: string | undefined, path: string, instead: string): string | undefined {
  if (short !== undefined) return pathOf(short) === path ? mergeTag(short, instead) : undefined;
  const [, open, written, space, filters = '', close] = OUTPUT.exec(text) ?? [];
  if (open === undefined || written === undefined || pathOf(written) !== path) return undefined;
  const others = filters.replace(LEADING_DEFAULT, '');
  const first = instead === '' ? '' : `| default: ${quoted(instead)} `;
  return `${open}${written}${space === '' ? ' ' : space}${first}${others}${close}`;
}

/** The same for `attributes.plan` and `attributes["plan"]`. */
function pathOf(variable: string): string {
  return variable
    .replaceAll(/\[\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\d+))\s*\]/g, (_, double, single, index) =>
      [double, single, index].map((key: string | undefined) => (key === undefined ? '' : `.${key}`)).join(''),
    )
    .replaceAll(/\\(.)/g, '$1');
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
