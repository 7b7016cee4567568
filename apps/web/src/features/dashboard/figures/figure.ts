import type { DashboardTimeseriesOutput } from '@herald/shared';

import type { Formats } from '../../../lib/formats.ts';

export const CHART_HEIGHT = 220;

export type FigureKey = keyof DashboardTimeseriesOutput['totals'];

/** One of the series of a chart. */
export interface Figure {
  key: FigureKey;
  label: string;
  /** A key of the theme's colours, with a shade. */
  color: string;
  isMoney?: boolean;
  isLessBetter?: boolean;
}

export function valueFormat({ isMoney }: Figure, { number, wholeMoney }: Formats): (value: number) => string {
  return isMoney === true ? wholeMoney : number;
}

/** What an interval is called on the axis and in the table. */
export function intervalFormat(interval: DashboardTimeseriesOutput['interval'], formats: Formats) {
  return interval === 'month' ? formats.month : formats.shortDay;
}

/** How much more or less than before, as a fraction; null where there is nothing to compare with. */
export function changeSince(before: number, now: number): number | null {
  return before === 0 ? null : (now - before) / before;
}
