import type { SendTimeOutput } from '@herald/shared';
import { ScrollArea, Table } from '@mantine/core';
import { type CSSProperties, Fragment } from 'react';

import { useFormats } from '../../lib/formats.ts';
import { Disclosure } from '../suggestions/disclosure.tsx';
import { byDayAndHour, clock, HOURS_PER_DAY, isSuggested, WEEKDAYS, windowWords } from './hours.ts';
import classes from './week-heat-map.module.css';

const LABELLED_EVERY_HOURS = 6;
/** The fullest cell is not the bare colour, so that its frame is still seen. */
const STRONGEST_PERCENT = 92;

type Week = Pick<SendTimeOutput, 'byHour' | 'suggestions'>;

/** When an audience orders, hour by hour of a week; the same numbers as a table are below for who asks. */
export function WeekHeatMap({ byHour, suggestions }: Week) {
  const { count } = useFormats();
  const week = byDayAndHour(byHour);
  const most = Math.max(1, ...week.flat());
  const best = suggestions[0];
  const words =
    best === undefined ? 'Orders by hour of the week' : `Orders by hour of the week, most on ${windowWords(best)}`;
  return (
    <div>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is drawn by elements, not by a file */}
      <div className={classes.map} role="img" aria-label={words}>
        {WEEKDAYS.map((weekday, day) => (
          <Fragment key={weekday}>
            <span className={classes.day}>{weekday.slice(0, 3)}</span>
            {asHours(week[day]).map(({ orders, hour }) => (
              <span
                key={hour}
                className={classes.cell}
                data-suggested={isSuggested(suggestions, day + 1, hour) || undefined}
                style={{ '--heat': heatOf(orders, most) } as CSSProperties}
                title={`${weekday} ${clock(hour)}: ${count(orders, 'order')}`}
              />
            ))}
          </Fragment>
        ))}
        <span />
        {Array.from({ length: HOURS_PER_DAY / LABELLED_EVERY_HOURS }, (_, index) => (
          <span key={index} className={classes.hours}>
            {clock(index * LABELLED_EVERY_HOURS)}
          </span>
        ))}
      </div>
      <Disclosure label="The numbers as a table">
        <NumbersTable week={week} />
      </Disclosure>
    </div>
  );
}

/** By the square root, so that few orders are still seen beside many. */
function heatOf(orders: number, most: number): string {
  return `${Math.round(STRONGEST_PERCENT * Math.sqrt(orders / most))}%`;
}

function asHours(day: readonly number[] = []) {
  return day.map((orders, hour) => ({ orders, hour }));
}

function NumbersTable({ week }: { week: number[][] }) {
  const { number } = useFormats();
  return (
    <ScrollArea.Autosize
      mah={320}
      type="auto"
      offsetScrollbars
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': 'Orders by hour' }}
    >
      <Table aria-label="Orders by hour of the week" verticalSpacing={4} horizontalSpacing="xs" fz="xs" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Hour</Table.Th>
            {WEEKDAYS.map((weekday) => (
              <Table.Th key={weekday} ta="right" abbr={weekday}>
                {weekday.slice(0, 3)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Array.from({ length: HOURS_PER_DAY }, (_, hour) => (
            <Table.Tr key={hour}>
              <Table.Th scope="row">{clock(hour)}</Table.Th>
              {WEEKDAYS.map((weekday, day) => (
                <Table.Td key={weekday} ta="right">
                  {number(week[day]?.[hour] ?? 0)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
