import { DomainError, parseMessageTemplate, SUGGESTED_LENGTHS, writtenParts } from '@herald/shared';
import type { MessageTemplate } from '@herald/shared';

import { licenceOf, unlicensed } from './claims.ts';
import type { Licence } from './claims.ts';
import { withoutDenials } from './denials.ts';
import { wordsOf } from '../segment-rules/repeated-run.ts';
import { leaksInstructions } from './leaks.ts';
import { ALWAYS_KNOWN, exampleOf, STRANGER, wordiest } from './message-brief.ts';
import type { MessageBrief } from './message-brief.ts';

/** A message as a model, or Herald's own texts, suggest it. */
export interface Variant {
  approach: string;
  messageTemplate: string;
  reason: string;
}

export const MAX_APPROACH_LENGTH = 60;
export const MAX_REASON_LENGTH = 240;
/** A text that is far too long is not looked at any further. */
const LONGEST_READ = 4_000;
const MAX_EXCLAMATION_MARKS = 2;
/** Of the words of two variants together, the share that both have. */
const TOO_ALIKE = 0.7;

/** What is wrong with each of the variants, in the same order. */
export function complaintsAboutVariants(
  variants: readonly Variant[],
  brief: MessageBrief,
  instructions: string,
): string[][] {
  const licence = licenceOf(withoutDenials(brief.objective));
  const said = variants.map(({ messageTemplate }) => new Set(wordsOf(messageTemplate.slice(0, LONGEST_READ))));
  return variants.map((variant, index) => {
    const twin = said.findIndex((words, before) => before < index && likeness(words, said[index]) > TOO_ALIKE);
    return [
      ...complaintsAboutVariant(variant, brief, licence, instructions),
      ...(twin === -1 ? [] : [`it is nearly the same text as variant ${twin + 1}: take another approach`]),
    ];
  });
}

function complaintsAboutVariant(
  { approach, messageTemplate, reason }: Variant,
  brief: MessageBrief,
  licence: Licence,
  instructions: string,
): string[] {
  return [
    ...complaintsAboutTemplate(messageTemplate, brief, licence),
    ...complaintsAboutLine('approach', approach, MAX_APPROACH_LENGTH),
    ...complaintsAboutLine('reason', reason, MAX_REASON_LENGTH),
    ...unlicensed(reason, licence).filter((complaint) => /a (?:percentage|web address|number) that/u.test(complaint)),
    ...([messageTemplate, approach, reason].some((text) => leaksInstructions(text, instructions))
      ? ['it speaks of instructions or of being a model']
      : []),
  ];
}

function complaintsAboutLine(name: string, text: string, longest: number): string[] {
  if (text.trim() === '') return [`the ${name} is empty`];
  if (text.length > longest) return [`the ${name} is longer than ${longest} characters`];
  return /[\n\r<>{}]/u.test(text) ? [`the ${name} is not one line of plain text`] : [];
}

function complaintsAboutTemplate(text: string, brief: MessageBrief, licence: Licence): string[] {
  if (text.trim() === '') return ['the message is empty'];
  if (text.length > LONGEST_READ) return [`the template is longer than ${LONGEST_READ} characters`];
  if (hasOtherBraces(text)) return ['only {variable|fallback} may stand in braces: no {{ }}, no {% %}'];
  let template: MessageTemplate;
  try {
    template = parseMessageTemplate(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [`the template is not valid: ${error.fields[0]?.message ?? error.message}`];
  }
  const read = template.render(STRANGER);
  // Its own name may be called what no message may claim.
  const claimed = read.replaceAll(brief.workspace, ' ');
  return [
    ...complaintsAboutUses(template, brief),
    ...complaintsAboutLength(template, brief),
    ...complaintsAboutStyle(text, brief),
    ...(/\[(?:email|phone|name|id)(?: \d+)?\]/u.test(text) ? ['a placeholder in square brackets is left in it'] : []),
    ...unlicensed(claimed, licence),
  ];
}

/** Liquid can do more than anybody should have to check in a suggestion. */
function hasOtherBraces(text: string): boolean {
  const parts = writtenParts(text);
  if (parts.some(({ shortForm }) => shortForm === undefined)) return true;
  const rest = parts.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
  return /[{}]/u.test(rest);
}

function complaintsAboutUses(template: MessageTemplate, { variables }: MessageBrief): string[] {
  const known = new Set(variables.map(({ name }) => name));
  return template.findUses().flatMap(({ variable, instead }) => {
    if (!known.has(variable)) return [`"${variable}" is no variable that was offered`];
    if (instead.trim() !== '' || ALWAYS_KNOWN.has(variable)) return [];
    return [`{${variable}} has no fallback for people of whom that is not known: write {${variable}|something}`];
  });
}

function complaintsAboutLength(template: MessageTemplate, { channel, language, variables }: MessageBrief): string[] {
  const keys = variables.flatMap(({ name }) => (name.startsWith('attributes.') ? [name.slice(11)] : []));
  const lengths = [exampleOf(language), STRANGER, wordiest(keys)].map((data) => template.render(data).length);
  const [longest, most] = [Math.max(...lengths), SUGGESTED_LENGTHS[channel]];
  return longest > most ? [`filled in it is up to ${longest} characters, and at most ${most} are wanted`] : [];
}

function complaintsAboutStyle(text: string, { objective, workspace, currency }: MessageBrief): string[] {
  const said = `${objective} ${workspace} ${currency}`;
  const shouted = (text.match(/(?<![\p{L}\p{N}-])\p{Lu}{4,}(?![\p{L}\p{N}-])/gu) ?? []).filter(
    (word) => !said.includes(word),
  );
  return [
    ...(/<\/?[a-z!][^>]*>|&(?:nbsp|amp|lt|gt|#\d+);/iu.test(text)
      ? ['it has HTML in it, and plain text is wanted']
      : []),
    ...(/\*\*|__|`|^\s*#{1,6}\s|\[[^\]]*\]\(/mu.test(text) ? ['it has Markdown in it, and plain text is wanted'] : []),
    ...(shouted.length > 0 ? [`"${shouted[0]}" is shouted: no words in capitals`] : []),
    // Letters that are set apart, or signs for letters, are read by people and by no list of words.
    ...(/(?<!\p{L})(?:\p{L}[ .·_-]){3,}\p{L}(?!\p{L})|\p{L}\p{Sc}\p{L}/u.test(text)
      ? ['a word is spelled so that it cannot be checked']
      : []),
    ...((text.match(/!/gu) ?? []).length > MAX_EXCLAMATION_MARKS || /[!?]{2,}/u.test(text)
      ? [`it has more than ${MAX_EXCLAMATION_MARKS} exclamation marks, or several in a row`]
      : []),
  ];
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string> = new Set()): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  const either = a.size + b.size - shared;
  return either === 0 ? 1 : shared / either;
}
