import '@mantine/charts/styles.layer.css';

import { BarChart } from '@mantine/charts';

import { useFormats } from '../../../lib/formats.ts';
import classes from './figures.module.css';
import { CHART_HEIGHT, type Figure, valueFormat } from './figure.ts';

interface FigureChartProps {
  figures: readonly Figure[];
  points: { time: string }[];
  /** What the chart says, for those who do not see it. */
  summary: string;
}

/** Bars over time, those of several figures one upon the other. */
export function FigureChart({ figures, points, summary }: FigureChartProps) {
  const formats = useFormats();
  const [first] = figures;
  return (
    <figure aria-label={summary} className={classes.figure}>
      <BarChart
        aria-hidden
        h={CHART_HEIGHT}
        data={points}
        dataKey="time"
        series={figures.map(({ key, label, color }) => ({ name: key, label, color }))}
        type="stacked"
        withLegend={figures.length > 1}
        tickLine="none"
        maxBarWidth={28}
        {...(first && { valueFormatter: valueFormat(first, formats) })}
        yAxisProps={{ tickFormatter: formats.compact, width: 44, allowDecimals: false }}
        xAxisProps={{ minTickGap: 24 }}
        barChartProps={{ accessibilityLayer: false, barCategoryGap: '18%' }}
        barProps={{ isAnimationActive: false }}
      />
    </figure>
  );
}
