import { Select } from '@mantine/core';
import { useState } from 'react';

import classes from './builder.module.css';

interface DayOfYearEditorProps {
  /** `03-14`; empty until both are chosen. */
  value: string;
  onChange: (value: string | undefined) => void;
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MONTHS = DAYS_IN_MONTH.map((_, index) => ({
  value: twoDigits(index + 1),
  label: new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, index, 1))),
}));

/** A day of any year, as a birthday is: the month and the day. */
export function DayOfYearEditor({ value, onChange }: DayOfYearEditorProps) {
  const [chosen, setChosen] = useState({ month: '', day: '' });
  const [month = '', day = ''] = value === '' ? [chosen.month, chosen.day] : value.split('-');
  const most = DAYS_IN_MONTH[Number(month) - 1] ?? 31;
  const choose = (next: { month: string; day: string }) => {
    const fits = next.month === '' || Number(next.day) <= (DAYS_IN_MONTH[Number(next.month) - 1] ?? 31);
    const kept = fits ? next : { ...next, day: '' };
    setChosen(kept);
    onChange(kept.month !== '' && kept.day !== '' ? `${kept.month}-${kept.day}` : undefined);
  };
  return (
    <div className={classes.pair}>
      <Select
        aria-label="Day"
        placeholder="Day"
        data={Array.from({ length: most }, (_, index) => ({
          value: twoDigits(index + 1),
          label: String(index + 1),
        }))}
        value={day === '' ? null : day}
        onChange={(next) => choose({ month, day: next ?? '' })}
      />
      <Select
        aria-label="Month"
        placeholder="Month"
        data={MONTHS}
        value={month === '' ? null : month}
        onChange={(next) => choose({ month: next ?? '', day })}
      />
    </div>
  );
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
