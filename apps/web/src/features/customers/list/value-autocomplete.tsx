import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { fieldValuesQuery } from '../../../api/segments.ts';

const DEBOUNCE_MS = 200;

interface ValueAutocompleteProps extends Omit<AutocompleteProps, 'value' | 'onChange' | 'data'> {
  /** A field of segments. */
  field: 'city' | 'tags';
  value: string;
  onChange: (value: string) => void;
}

/** A text with suggestions: values that customers have, the most frequent ones first. */
export function ValueAutocomplete({ field, value, ...props }: ValueAutocompleteProps) {
  const [search] = useDebouncedValue(value.trim(), DEBOUNCE_MS);
  const { data } = useQuery({
    ...fieldValuesQuery({ field, ...(search !== '' && { search }) }),
    placeholderData: keepPreviousData,
  });
  const values = new Set(data?.values.map(({ label }) => label));
  return <Autocomplete {...props} value={value} data={[...values]} filter={({ options }) => options} />;
}
