import { z } from 'zod';

/**
 * The form in which Herald compares text: letter case and Unicode form removed.
 * It is computed here for stored values and for rule values alike, so that the
 * database's locale never takes part in a comparison.
 *
 * Upper case first folds what lower case alone keeps apart (ß and SS, ı and I).
 */
export function foldText(text: string): string {
  // Most text is ASCII, whose fold is its lower case.
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

const ASCII = /^[\x20-\x7e]*$/;
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Whether PostgreSQL can store `text`: it has no NUL, and no lone surrogate. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** `text` with a replacement character for whatever PostgreSQL cannot store. */
export function toStorable(text: string): string {
  return isStorable(text) ? text : text.replaceAll(new RegExp(UNSTORABLE, 'gu'), '\ufffd');
}

/** Text of at most `maxLength` UTF-16 units that can be stored. */
export function storableText(maxLength: number) {
  return z
    .string()
    .max(maxLength, `must be at most ${maxLength} characters`)
    .refine(isStorable, 'must not contain NUL or broken Unicode characters');
}
