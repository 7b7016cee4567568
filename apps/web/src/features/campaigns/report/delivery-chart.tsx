import '@mantine/charts/styles.layer.css';

import { AreaChart } from '@mantine/charts';

import { OUTCOME_LOOKS } from '../../../lib/campaign-words.ts';
import { useFormats } from '../../../lib/formats.ts';
import classes from './delivery-chart.module.css';
import { CHART_HEIGHT, type DeliveryPoint } from './delivery-points.ts';

const SERIES = [
  { name: 'Delivered', color: `${OUTCOME_LOOKS.sent.color}.6` },
  { name: 'Failed', color: `${OUTCOME_LOOKS.failed.color}.6` },
];

/** @param summary what the chart says, for those who do not see it */
export function DeliveryChart({ points, summary }: { points: DeliveryPoint[]; summary: string }) {
  const { compact, number } = useFormats();
  return (
    <figure aria-label={summary} className={classes.figure}>
      <AreaChart
        aria-hidden
        h={CHART_HEIGHT}
        data={points}
        dataKey="time"
        series={SERIES}
        type="stacked"
        curveType="monotone"
        withLegend
        withDots={points.length < 3}
        fillOpacity={0.35}
        strokeWidth={1.5}
        tickLine="none"
        valueFormatter={number}
        yAxisProps={{ tickFormatter: compact, width: 44, allowDecimals: false }}
        xAxisProps={{ minTickGap: 40 }}
        areaChartProps={{ accessibilityLayer: false }}
        areaProps={{ isAnimationActive: false }}
      />
    </figure>
  );
}
