import { DateInput } from '@mantine/dates';

interface DayEditorProps {
  label: string;
  /** A calendar date, `2026-11-22`; empty until it is chosen. */
  value: string;
  onChange: (value: string | undefined) => void;
}

/** A calendar day, to be typed or chosen. */
export function DayEditor({ label, value, onChange }: DayEditorProps) {
  return (
    <DateInput
      aria-label={label}
      placeholder={label === 'Value' ? 'Choose a day' : label}
      valueFormat="D MMM YYYY"
      value={value === '' ? null : value}
      onChange={(day) => onChange(day ?? undefined)}
      minDate="1900-01-01"
      maxDate="2199-12-31"
      // No day of the week is another than the others here.
      weekendDays={[]}
    />
  );
}
