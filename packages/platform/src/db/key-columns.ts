import { attributeTypeOf, type AttributeType, type AttributeValue, foldText, readAttribute } from '@herald/shared';

/** Custom attributes as they were sent. */
export type Attributes = Readonly<Record<string, AttributeValue>>;
/** The type of each custom attribute, by key. */
export type AttributeTypes = ReadonlyMap<string, AttributeType>;

/** The `...Key` column of a text that may be missing. */
export function foldOrNull(text: string | null): string | null {
  return text === null ? null : foldText(text);
}

/** Gives each key that `types` does not have yet the type of its value. */
export function addMissingTypes(types: Map<string, AttributeType>, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (!types.has(key)) types.set(key, attributeTypeOf(value));
  }
}

/**
 * The columns `attributeKeys` and `misfitAttributes` of a customer's attributes.
 *
 * @param types those of all keys of `attributes`.
 * @returns what rules compare, and the keys, sorted, whose value is not of the key's type.
 */
export function readAttributes(
  attributes: Attributes,
  types: AttributeTypes,
): { keys: Record<string, AttributeValue>; misfits: string[] } {
  // Integrators choose the keys: without a prototype `__proto__` is one like any other.
  const keys = Object.create(null) as Record<string, AttributeValue>;
  const misfits: string[] = [];
  for (const [key, value] of Object.entries(attributes)) {
    const type = types.get(key);
    if (type === undefined) throw new Error('a custom attribute has no type');
    const read = readAttribute(value, type);
    if (read === null) misfits.push(key);
    else keys[key] = read;
  }
  return { keys, misfits: misfits.sort() };
}
