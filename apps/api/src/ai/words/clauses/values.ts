import { clause, type Clause, refused, type Rule } from '../clause.ts';
import { attributeWords } from '../lexicon/attribute-words.ts';
import type { ValueList } from '../phrases/known-values.ts';
import { ask } from '../rules.ts';

/** What is true of customers who have one of the values in the field. */
export function isAnyOf(field: string, values: readonly string[]): Rule {
  const [first = ''] = values;
  if (field === 'tags') return values.length === 1 ? ask('tags', 'has', first) : ask('tags', 'hasAny', [...values]);
  return values.length === 1 ? ask(field, '=', first) : ask(field, 'in', [...values]);
}

/** Several tags can all be had; of a field with one value "and" lists those that it may have. */
export function valuesClause(field: string, { joiner }: Pick<ValueList, 'joiner'>, values: readonly string[]): Clause {
  if (field === 'tags' && joiner === 'and' && values.length > 1) {
    return clause(ask('tags', 'hasAll', [...values]), { isListOfAll: true, isProperty: true });
  }
  const unclear =
    field === 'tags' && joiner === undefined && values.length > 1 ? 'say "or" or "and" between the tags' : undefined;
  return clause(isAnyOf(field, values), {
    isListOfAll: joiner === 'and',
    isProperty: true,
    ...(unclear !== undefined && { unclear }),
  });
}

/** What a field is called where two of them have the same value. */
export function nameOfField(field: string): string {
  const key = field.startsWith('attributes.') ? field.slice('attributes.'.length) : undefined;
  if (key !== undefined) return attributeWords(key);
  return field === 'tags' ? 'tag' : field;
}

/** Nobody can say which of several fields is meant. */
export function ambiguous(fields: readonly string[], said: string): Clause {
  const ways = fields.map((field) => `"${nameOfField(field)} ${said}"`);
  return refused(`"${said}" is more than one thing here; say ${ways.join(' or ')}`);
}
