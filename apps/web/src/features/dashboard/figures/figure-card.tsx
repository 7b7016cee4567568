import type { DashboardTimeseriesOutput } from '@herald/shared';
import { Button, Center, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, type ReactNode, Suspense } from 'react';

import { SectionCard } from '../../../components/section-card.tsx';
import { Stat } from '../../../components/stat.tsx';
import { type Formats, useFormats } from '../../../lib/formats.ts';
import { changeSince, CHART_HEIGHT, type Figure, intervalFormat, valueFormat } from './figure.ts';
import { FigureTable } from './figure-table.tsx';
import classes from './figures.module.css';

/** Charts are heavy, and the figures are read first. */
const FigureChart = lazy(async () => ({ default: (await import('./figure-chart.tsx')).FigureChart }));

interface FigureCardProps {
  title: string;
  description?: ReactNode;
  figures: readonly Figure[];
  /** Said when all of them are 0. */
  emptyWords: string;
  timeseries: DashboardTimeseriesOutput | undefined;
  /** Whether it is of another period, until the right one is there. */
  isStale: boolean;
}

/** Figures of the period: what they add up to, against the period before, and how they went over time. */
export function FigureCard({ title, description, figures, emptyWords, timeseries, isStale }: FigureCardProps) {
  const [isTable, { toggle }] = useDisclosure();
  const isEmpty = timeseries !== undefined && figures.every(({ key }) => timeseries.totals[key] === 0);
  return (
    <SectionCard
      title={title}
      description={description}
      actions={
        <Button size="compact-xs" variant="subtle" onClick={toggle} disabled={timeseries === undefined || isEmpty}>
          {isTable ? 'Show as chart' : 'Show as table'}
        </Button>
      }
    >
      <Stack gap="md" aria-busy={timeseries === undefined || isStale} className={isStale ? classes.stale : undefined}>
        <dl className={classes.stats}>
          {figures.map((figure) => (
            <FigureStat
              key={figure.key}
              figure={figure}
              label={figures.length === 1 ? 'In this period' : figure.label}
              timeseries={timeseries}
            />
          ))}
        </dl>
        {timeseries === undefined && <Skeleton h={CHART_HEIGHT} />}
        {timeseries && isEmpty && (
          <Center h={CHART_HEIGHT}>
            <Text c="dimmed" ta="center" maw="24rem">
              {emptyWords}
            </Text>
          </Center>
        )}
        {timeseries && !isEmpty && isTable && <FigureTable title={title} figures={figures} timeseries={timeseries} />}
        {timeseries && !isEmpty && !isTable && <OverTime title={title} figures={figures} timeseries={timeseries} />}
      </Stack>
    </SectionCard>
  );
}

interface FigureStatProps {
  figure: Figure;
  /** The title of the card names its only figure already. */
  label: string;
  timeseries: DashboardTimeseriesOutput | undefined;
}

function FigureStat({ figure, label, timeseries }: FigureStatProps) {
  const formats = useFormats();
  const { key, isLessBetter = false } = figure;
  if (timeseries === undefined) return <Stat label={label} value={undefined} hint={'\u00a0'} />;
  const { totals, before } = timeseries;
  const format = valueFormat(figure, formats);
  const days = formats.dayRange(before.from, before.to);
  return (
    <Stat
      label={label}
      value={format(totals[key])}
      change={changeSince(before.totals[key], totals[key])}
      isLessBetter={isLessBetter}
      hint={before.totals[key] === 0 ? `none in ${days}` : `vs. ${format(before.totals[key])} in ${days}`}
    />
  );
}

interface OverTimeProps {
  title: string;
  figures: readonly Figure[];
  timeseries: DashboardTimeseriesOutput;
}

function OverTime({ title, figures, timeseries }: OverTimeProps) {
  const formats = useFormats();
  const nameOf = intervalFormat(timeseries.interval, formats);
  return (
    <Suspense fallback={<Skeleton h={CHART_HEIGHT} />}>
      <FigureChart
        figures={figures}
        points={timeseries.points.map((point) => ({ ...point, time: nameOf(point.start) }))}
        summary={summaryOf(title, figures, timeseries, formats)}
      />
    </Suspense>
  );
}

/** "Messages by day: 1,204 delivered, 3 failed." */
function summaryOf(
  title: string,
  figures: readonly Figure[],
  { interval, totals }: DashboardTimeseriesOutput,
  formats: Formats,
) {
  const parts = figures.map(
    (figure) => `${valueFormat(figure, formats)(totals[figure.key])} ${figure.label.toLowerCase()}`,
  );
  return `${title} by ${interval}: ${parts.join(', ')}.`;
}
