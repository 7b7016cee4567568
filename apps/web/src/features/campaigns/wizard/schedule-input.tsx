import '@mantine/dates/styles.layer.css';

import { DateTimePicker } from '@mantine/dates';

import { useId, useState } from 'react';

import { useFormats } from '../../../lib/formats.ts';
import { wallTimeAt } from './wall-time.ts';

const DAY_MS = 86_400_000;
const CALENDAR_WORDS = {
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  previousYear: 'Previous year',
  nextYear: 'Next year',
  previousDecade: 'Previous decade',
  nextDecade: 'Next decade',
};

interface ScheduleInputProps {
  /** What the wall clock of the workspace shows then: `2026-12-03 09:00:00`. */
  value: string | null;
  onChange: (wallTime: string | null) => void;
  error: string | undefined;
}

/** A day and a time of the workspace, whatever the time zone of the browser is. */
export function ScheduleInput({ value, onChange, error }: ScheduleInputProps) {
  const { timeZone } = useFormats();
  const id = useId();
  const [now] = useState(() => Date.now());
  return (
    <DateTimePicker
      id={id}
      popoverProps={{ id }}
      ariaLabels={CALENDAR_WORDS}
      label="Day and time"
      description={`In the time zone of the workspace, ${timeZone}, where it is ${clockIn(timeZone, now)} now.`}
      placeholder="Choose a day and a time"
      weekendDays={[]}
      valueFormat={inWords}
      value={value}
      onChange={onChange}
      minDate={wallTimeAt(now, timeZone).slice(0, 10)}
      maxDate={wallTimeAt(now + 365 * DAY_MS, timeZone).slice(0, 10)}
      error={error}
      w={{ base: '100%', xs: 360 }}
      timePickerProps={{ withDropdown: true, minutesStep: 5, hoursInputLabel: 'Hours', minutesInputLabel: 'Minutes' }}
      submitButtonProps={{ 'aria-label': 'Take this day and time' }}
    />
  );
}

function clockIn(timeZone: string, now: number): string {
  return new Intl.DateTimeFormat(navigator.language, { timeStyle: 'short', timeZone }).format(now);
}

/** A wall clock's time is in no time zone. */
function inWords(wallTime: string): string {
  const format = new Intl.DateTimeFormat(navigator.language, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${wallTime.replace(' ', 'T')}Z`));
}
