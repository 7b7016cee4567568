import { Select } from '@mantine/core';
import { type CSSProperties, useEffect, useMemo, useRef } from 'react';

import { type CatalogueField, fieldOptions } from '../draft/catalogue.ts';
import { useBuilder } from './builder-context.ts';

interface FieldSelectProps {
  /** Of the rule. */
  id: string;
  value: string;
  fields: ReadonlyMap<string, CatalogueField>;
  onChange: (field: string) => void;
  className: string | undefined;
  style: CSSProperties;
}

/** Every field that can be asked, by group, to be searched. */
export function FieldSelect({ id, value, fields, onChange, className, style }: FieldSelectProps) {
  const { takesFocus } = useBuilder();
  const box = useRef<HTMLInputElement>(null);
  const known = useMemo(() => fieldOptions(fields.values()), [fields]);
  const isKnown = value === '' || fields.has(value);
  const lost = { group: 'Not known any more', items: [{ value, label: value.replace(/^attributes\./, '') }] };
  useEffect(() => {
    if (takesFocus(id, 'field')) box.current?.focus();
  });
  return (
    <Select
      ref={box}
      aria-label="Field"
      placeholder="Choose a field"
      {...(className !== undefined && { className })}
      style={style}
      data={isKnown ? known : [...known, lost]}
      value={value === '' ? null : value}
      onChange={(field) => field !== null && onChange(field)}
      searchable
      openOnFocus={value === ''}
      nothingFoundMessage="No field has this name"
      maxDropdownHeight={340}
      comboboxProps={{ width: 260, position: 'bottom-start' }}
    />
  );
}
