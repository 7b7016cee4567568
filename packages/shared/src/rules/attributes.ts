import { foldText } from '../text.ts';
import { calendarDateSchema, offsetInstantSchema } from '../time.ts';

/** What a custom attribute can be. The first value that is ever seen of a key gives the key its type. */
export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'date'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/**
 * A custom attribute as rules compare it: text folded, numbers and booleans as they are, a
 * calendar date as `2026-11-22` (the same day in every zone), an instant as milliseconds.
 */
export type AttributeValue = string | number | boolean;

/** The type that a value gives to a key that was never seen before. */
export function attributeTypeOf(value: AttributeValue): AttributeType {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return readDate(value) === null ? 'text' : 'date';
}

/** `value` as rules compare it; null when it is not of `type`, which reads as "not set". */
export function readAttribute(value: unknown, type: AttributeType): AttributeValue | null {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? foldText(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? readDate(value) : null;
  }
}

const LOOKS_LIKE_A_DATE = /^\d{4}-\d{2}-\d{2}/;

/** Years 1900 to 2199, as everywhere. */
function readDate(text: string): string | number | null {
  if (!LOOKS_LIKE_A_DATE.test(text)) return null;
  if (calendarDateSchema.safeParse(text).success) return text;
  return offsetInstantSchema.safeParse(text).success ? Date.parse(text) : null;
}

const PREFIX = 'attributes.';

/** The field that asks about the custom attribute `key`. */
export function attributeFieldName(key: string): string {
  return PREFIX + key;
}

/** The key of the custom attribute that `field` asks about; undefined for any other field. */
export function attributeKeyOf(field: string): string | undefined {
  return field.startsWith(PREFIX) && field.length > PREFIX.length ? field.slice(PREFIX.length) : undefined;
}
