import type { CampaignReportOutput } from '@herald/shared';
import { Button, Center, ScrollArea, Skeleton, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';

import { SectionCard } from '../../../components/section-card.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { CHART_HEIGHT, type DeliveryPoint, lengthInWords, pointsOf, summaryOf } from './delivery-points.ts';

/** Charts are heavy, and this page is read before it is looked at. */
const DeliveryChart = lazy(async () => ({ default: (await import('./delivery-chart.tsx')).DeliveryChart }));

interface DeliveryOverTimeProps {
  report: CampaignReportOutput;
  /** How many messages have ended by now; the report is a little behind. */
  ended: number;
}

/** When messages were delivered and failed, as a chart or as its table. */
export function DeliveryOverTime({ report, ended }: DeliveryOverTimeProps) {
  const [isTable, { toggle }] = useDisclosure();
  const { timeZone } = useFormats();
  const points = pointsOf(report, timeZone);
  if (points.length === 0) {
    return (
      <SectionCard title="Delivery over time">
        <Center h={CHART_HEIGHT}>
          <Text c="dimmed">
            {ended === 0 ? 'Nothing has been delivered yet.' : 'The first figures come in a moment.'}
          </Text>
        </Center>
      </SectionCard>
    );
  }
  return (
    <SectionCard
      title="Delivery over time"
      description={`How many ended in each ${lengthInWords(report.intervalSec)}.`}
      actions={
        <Button size="xs" variant="subtle" onClick={toggle}>
          {isTable ? 'Show as a chart' : 'Show as a table'}
        </Button>
      }
    >
      {isTable ? (
        <PointsTable points={points} />
      ) : (
        <Suspense fallback={<Skeleton h={CHART_HEIGHT} />}>
          <DeliveryChart points={points} summary={summaryOf(points)} />
        </Suspense>
      )}
    </SectionCard>
  );
}

function PointsTable({ points }: { points: readonly DeliveryPoint[] }) {
  const { number } = useFormats();
  const shown = points.filter(({ Delivered, Failed }) => Delivered + Failed > 0);
  return (
    <ScrollArea
      h={CHART_HEIGHT}
      type="auto"
      scrollbars="y"
      viewportProps={{ tabIndex: 0, 'aria-label': 'Delivery over time' }}
    >
      <Table verticalSpacing={6} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Time</Table.Th>
            <Table.Th ta="right">Delivered</Table.Th>
            <Table.Th ta="right">Failed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ start, time, Delivered, Failed }) => (
            <Table.Tr key={start}>
              <Table.Td>{time}</Table.Td>
              <Table.Td ta="right">{number(Delivered)}</Table.Td>
              <Table.Td ta="right">{number(Failed)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
