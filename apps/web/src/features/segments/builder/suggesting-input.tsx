import { Autocomplete } from '@mantine/core';

import type { CatalogueField } from '../draft/catalogue.ts';
import { useFieldValues } from './use-field-values.ts';

interface SuggestingInputProps {
  field: CatalogueField;
  scope: 'customer' | 'order';
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Any text, with the values that customers have to choose from. */
export function SuggestingInput({ field, scope, label, value, onChange }: SuggestingInputProps) {
  const values = useFieldValues(field, scope, value);
  return (
    <Autocomplete
      aria-label={label}
      placeholder="Choose or enter a value"
      data={values}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      maxDropdownHeight={260}
    />
  );
}
