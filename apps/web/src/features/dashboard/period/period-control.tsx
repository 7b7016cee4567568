import { Button, Group, Popover, SegmentedControl, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendar } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';

import { useFormats } from '../../../lib/formats.ts';
import { LENGTHS } from './period.ts';
import classes from './period-control.module.css';
import type { ChosenPeriod } from './use-period.ts';

/** A calendar is heavy, and seldom asked for. */
const DaysPicker = lazy(async () => ({ default: (await import('./days-picker.tsx')).DaysPicker }));

/** Which days the dashboard is about: the last so many, or any others. */
export function PeriodControl({ period, today, chooseLength, chooseDays }: ChosenPeriod) {
  const { dayRange } = useFormats();
  const [isOpen, { toggle, close }] = useDisclosure();
  return (
    <Group gap="sm" className={classes.control}>
      <SegmentedControl
        aria-label="Period"
        size="xs"
        className={classes.lengths}
        data={LENGTHS.map(({ value, label }) => ({ value, label }))}
        value={period.length ?? ''}
        onChange={chooseLength}
      />
      <Popover opened={isOpen} onDismiss={close} position="bottom-end" withinPortal={false} trapFocus returnFocus>
        <Popover.Target>
          <Button
            size="xs"
            variant="default"
            className={classes.days}
            leftSection={<IconCalendar size={16} stroke={1.7} aria-hidden />}
            aria-label={`Choose other days than ${dayRange(period.from, period.to)}`}
            onClick={toggle}
          >
            {dayRange(period.from, period.to)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Choose days">
          <Suspense fallback={<Skeleton w={252} h={300} />}>
            <DaysPicker
              period={period}
              today={today}
              onChoose={(days) => {
                chooseDays(days);
                close();
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    </Group>
  );
}
