import { Radio, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { lazy, Suspense } from 'react';

import { useFormats } from '../../../lib/formats.ts';
import { instantOfWallTime, wallTimeAt } from './wall-time.ts';

/** The kit's dates are heavy, and most campaigns are sent at once. */
const ScheduleInput = lazy(async () => ({ default: (await import('./schedule-input.tsx')).ScheduleInput }));

const DAY_MS = 86_400_000;

export interface When {
  isLater: boolean;
  /** In the workspace's time zone, `2026-12-03 09:00:00`. */
  wallTime: string | null;
}

export const NOW: When = { isLater: false, wallTime: null };

/** The instant that is meant; undefined for now, or where there is a problem. */
export function readWhen({ isLater, wallTime }: When, timeZone: string): { at?: string; problem?: string } {
  if (!isLater) return {};
  if (wallTime === null) return { problem: 'Choose a day and a time' };
  const at = instantOfWallTime(wallTime, timeZone);
  if (at === undefined) return { problem: 'The clocks go forward then: this time does not exist on that day' };
  if (Date.parse(at) <= Date.now()) return { problem: 'This time has passed' };
  return { at };
}

interface WhenChoiceProps {
  value: When;
  onChange: (when: When) => void;
}

/** Now, or at a day and a time. */
export function WhenChoice({ value, onChange }: WhenChoiceProps) {
  const { timeZone } = useFormats();
  const choose = (choice: string) => {
    const tomorrow = `${wallTimeAt(Date.now() + DAY_MS, timeZone).slice(0, 10)} 09:00:00`;
    onChange({ isLater: choice === 'later', wallTime: value.wallTime ?? tomorrow });
  };
  return (
    <Stack gap="md">
      <Radio.Group
        value={value.isLater ? 'later' : 'now'}
        onChange={choose}
        label={<VisuallyHidden>When</VisuallyHidden>}
      >
        <Stack gap="xs">
          <Radio value="now" label="Send now" />
          <Radio value="later" label="Schedule for later" />
        </Stack>
      </Radio.Group>
      {value.isLater && (
        <Suspense fallback={<Skeleton h={84} />}>
          <ScheduleInput
            value={value.wallTime}
            onChange={(wallTime) => onChange({ ...value, wallTime })}
            error={readWhen(value, timeZone).problem}
          />
        </Suspense>
      )}
    </Stack>
  );
}
