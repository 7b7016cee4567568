import '@mantine/dates/styles.layer.css';

import { type DashboardDays, faultOfPeriod, MAX_DASHBOARD_DAYS } from '@herald/shared';
import { Stack, Text } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';

import { useFormats } from '../../../lib/formats.ts';

const CALENDAR_WORDS = {
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  previousYear: 'Previous year',
  nextYear: 'Next year',
  previousDecade: 'Previous decade',
  nextDecade: 'Next decade',
};

interface DaysPickerProps {
  period: DashboardDays;
  today: string;
  onChoose: (days: DashboardDays) => void;
}

/** A first and a last day. */
export function DaysPicker({ period, today, onChoose }: DaysPickerProps) {
  const { number } = useFormats();
  const [days, setDays] = useState<[string | null, string | null]>([period.from, period.to]);
  const [from, to] = days;
  const isTooLong = from !== null && to !== null && faultOfPeriod({ from, to }) !== undefined;
  const choose = ([first, last]: [string | null, string | null]) => {
    setDays([first, last]);
    if (first === null || last === null) return;
    const chosen = { from: first, to: last };
    if (faultOfPeriod(chosen) === undefined) onChoose(chosen);
  };
  return (
    <Stack gap="xs">
      <DatePicker
        type="range"
        allowSingleDateInRange
        hideOutsideDates
        ariaLabels={CALENDAR_WORDS}
        weekendDays={[]}
        defaultDate={period.to}
        maxDate={today}
        value={days}
        onChange={choose}
      />
      <Text size="xs" c={isTooLong ? 'red' : 'dimmed'} aria-live="polite" maw={252}>
        {isTooLong ? `At most ${number(MAX_DASHBOARD_DAYS)} days fit in.` : hintFor(to)}
      </Text>
    </Stack>
  );
}

const hintFor = (last: string | null) => (last === null ? 'Now choose the last day.' : 'Choose the first day.');
