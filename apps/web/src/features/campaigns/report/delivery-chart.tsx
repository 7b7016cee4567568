import '@mantine/charts/styles.layer.css';

import { AreaChart, BarChart } from '@mantine/charts';

import { OUTCOME_LOOKS } from '../../../lib/campaign-words.ts';
import { useFormats } from '../../../lib/formats.ts';
import classes from './delivery-chart.module.css';
import { CHART_HEIGHT, type DeliveryPoint } from './delivery-points.ts';

const SERIES = [
  { name: 'Delivered', color: `${OUTCOME_LOOKS.sent.color}.6` },
  { name: 'Failed', color: `${OUTCOME_LOOKS.failed.color}.6` },
];

/** Between fewer points there is no course, and dots of the same height would hide each other. */
const FEWEST_FOR_AREAS = 3;
const WIDEST_BAR = 48;

/** @param summary what the chart says, for those who do not see it */
export function DeliveryChart({ points, summary }: { points: DeliveryPoint[]; summary: string }) {
  const { compact, number } = useFormats();
  const common = {
    'aria-hidden': true,
    h: CHART_HEIGHT,
    data: points,
    dataKey: 'time',
    series: SERIES,
    type: 'stacked' as const,
    withLegend: true,
    tickLine: 'none' as const,
    valueFormatter: number,
    yAxisProps: { tickFormatter: compact, width: 44, allowDecimals: false },
    xAxisProps: { minTickGap: 40 },
  };
  return (
    <figure aria-label={summary} className={classes.figure}>
      {points.length < FEWEST_FOR_AREAS ? (
        <BarChart
          {...common}
          maxBarWidth={WIDEST_BAR}
          barChartProps={{ accessibilityLayer: false }}
          barProps={{ isAnimationActive: false }}
        />
      ) : (
        <AreaChart
          {...common}
          curveType="monotone"
          withDots={false}
          fillOpacity={0.35}
          strokeWidth={1.5}
          areaChartProps={{ accessibilityLayer: false }}
          areaProps={{ isAnimationActive: false }}
        />
      )}
    </figure>
  );
}
