import type { DashboardTimeseriesOutput } from '@herald/shared';
import { ScrollArea, Table } from '@mantine/core';

import { useFormats } from '../../../lib/formats.ts';
import { CHART_HEIGHT, type Figure, intervalFormat, valueFormat } from './figure.ts';

const HEADS = { day: 'Day', week: 'Week from', month: 'Month' } as const;

interface FigureTableProps {
  title: string;
  figures: readonly Figure[];
  timeseries: DashboardTimeseriesOutput;
}

/** What the chart shows, to read; in its place and of its height. */
export function FigureTable({ title, figures, timeseries: { interval, points } }: FigureTableProps) {
  const formats = useFormats();
  const nameOf = interval === 'day' ? formats.day : intervalFormat(interval, formats);
  return (
    <ScrollArea
      h={CHART_HEIGHT}
      type="auto"
      scrollbars="y"
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': `${title}, as a table` }}
    >
      <Table verticalSpacing={6} stickyHeader aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{HEADS[interval]}</Table.Th>
            {figures.map(({ key, label }) => (
              <Table.Th key={key} ta="right">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.map((point) => (
            <Table.Tr key={point.start}>
              <Table.Td>{nameOf(point.start)}</Table.Td>
              {figures.map((figure) => (
                <Table.Td key={figure.key} ta="right">
                  {valueFormat(figure, formats)(point[figure.key])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
