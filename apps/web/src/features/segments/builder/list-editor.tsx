import { MultiSelect, TagsInput } from '@mantine/core';
import { useState } from 'react';

import type { CatalogueField } from '../draft/catalogue.ts';
import type { ValueKind } from '../draft/value-kind.ts';
import { useBuilder } from './builder-context.ts';
import classes from './builder.module.css';
import { STATUS_OPTIONS } from './order-statuses.ts';
import { useFieldValues } from './use-field-values.ts';

interface ListEditorProps {
  field: CatalogueField;
  scope: 'customer' | 'order';
  kind: ValueKind;
  values: unknown;
  onChange: (values: string[]) => void;
}

/** Several values: typed or pasted, each with Enter or a comma, or chosen from those that customers have. */
export function ListEditor({ field, scope, kind, values, onChange }: ListEditorProps) {
  const { catalogue } = useBuilder();
  const [search, setSearch] = useState('');
  const offered = useFieldValues(field, scope, search);
  const chosen = Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  if (kind === 'status') {
    return (
      <MultiSelect
        aria-label="Values"
        placeholder={chosen.length === 0 ? 'Choose statuses' : ''}
        data={STATUS_OPTIONS}
        classNames={{ inputField: classes.listField }}
        value={chosen}
        onChange={onChange}
      />
    );
  }
  return (
    <TagsInput
      aria-label="Values"
      placeholder={chosen.length === 0 ? 'Choose or enter values' : ''}
      data={offered}
      filter={({ options }) => options}
      value={chosen}
      onChange={onChange}
      searchValue={search}
      onSearchChange={setSearch}
      splitChars={[',', '\n', '\t']}
      acceptValueOnBlur
      classNames={{ inputField: classes.listField }}
      maxTags={catalogue.limits.listValues}
      maxDropdownHeight={260}
    />
  );
}
