import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { fieldValuesQuery } from '../../../api/segments.ts';
import type { CatalogueField } from '../draft/catalogue.ts';

const DEBOUNCE_MS = 200;

/** Whether the server lists values of a field. Those of orders are not in the catalogue beforehand. */
export function hasValues({ type, suggestions }: CatalogueField, scope: 'customer' | 'order'): boolean {
  return scope === 'order' ? type === 'text' : suggestions.length > 0;
}

/** Values of a field to choose from: the most frequent ones, and those that hold what was typed. */
export function useFieldValues(field: CatalogueField, scope: 'customer' | 'order', typed: string): string[] {
  const [search] = useDebouncedValue(typed.trim(), DEBOUNCE_MS);
  const known = field.suggestions.map(({ value }) => value).filter((value) => typeof value === 'string');
  const { data } = useQuery({
    ...fieldValuesQuery({ field: field.name, scope, search }),
    enabled: hasValues(field, scope) && (known.length === 0 || (search !== '' && !known.includes(search))),
    placeholderData: keepPreviousData,
  });
  const folded = search.toLocaleLowerCase();
  // What is there already: somebody looks for another one.
  if (known.length > 0 && (search === '' || known.includes(search))) return known;
  const matching = known.filter((value) => value.toLocaleLowerCase().includes(folded));
  const found = data?.values.map(({ value }) => value).filter((value) => typeof value === 'string') ?? [];
  return [...new Set([...matching, ...found])];
}
