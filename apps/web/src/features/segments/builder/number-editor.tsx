import { NumberInput } from '@mantine/core';
import { MAX_DAYS } from '@herald/shared';
import { useState } from 'react';

import { useFormats } from '../../../lib/formats.ts';

export type NumberKind = 'number' | 'whole' | 'money' | 'days' | 'daysAhead';

interface NumberEditorProps {
  kind: NumberKind;
  label: string;
  value: unknown;
  onChange: (value: number | undefined) => void;
}

const MAX_DAYS_AHEAD = 365;

/** A number, an amount in the workspace's currency, or days. */
export function NumberEditor({ kind, label, value, onChange }: NumberEditorProps) {
  const { currency } = useFormats();
  const [typed, setTyped] = useState<number | string>(typeof value === 'number' ? value : '');
  // Undone, or changed by something else; "1." while somebody types 1.5 stays.
  const isOutside = numberOf(typed) !== (typeof value === 'number' ? value : undefined);
  const change = (next: number | string) => {
    setTyped(next);
    onChange(numberOf(next));
  };
  return (
    <NumberInput
      aria-label={label}
      placeholder={kind === 'money' ? 'Amount' : kind === 'days' || kind === 'daysAhead' ? 'How many' : 'Number'}
      value={isOutside ? (typeof value === 'number' ? value : '') : typed}
      onChange={change}
      hideControls
      inputMode={kind === 'money' || kind === 'number' ? 'decimal' : 'numeric'}
      {...boundsOf(kind)}
      {...(kind === 'money' && { rightSection: unit(currency), rightSectionWidth: 52, decimalScale: 2 })}
      {...((kind === 'days' || kind === 'daysAhead') && { rightSection: unit('days'), rightSectionWidth: 52 })}
    />
  );
}

function unit(words: string) {
  return (
    <span style={{ fontSize: 'var(--mantine-font-size-xs)', color: 'var(--mantine-color-dimmed)' }} aria-hidden>
      {words}
    </span>
  );
}

function boundsOf(kind: NumberKind) {
  switch (kind) {
    case 'number':
      return {};
    case 'money':
      return { allowNegative: false };
    case 'whole':
      return { allowNegative: false, allowDecimal: false };
    case 'days':
      return { allowNegative: false, allowDecimal: false, min: 1, max: MAX_DAYS };
    case 'daysAhead':
      return { allowNegative: false, allowDecimal: false, min: 0, max: MAX_DAYS_AHEAD };
  }
}

function numberOf(typed: number | string): number | undefined {
  if (typeof typed === 'number') return typed;
  const parsed = Number(typed);
  return typed.trim() === '' || Number.isNaN(parsed) ? undefined : parsed;
}
