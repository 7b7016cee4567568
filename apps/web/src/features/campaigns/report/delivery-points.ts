import type { CampaignReportOutput } from '@herald/shared';

/** Of the chart and of all that stands in its place, so that nothing jumps. */
export const CHART_HEIGHT = 240;
const DAY_SEC = 86_400;
const MINUTE_SEC = 60;

export interface DeliveryPoint {
  start: string;
  /** The same in words, in the workspace's time zone. */
  time: string;
  Delivered: number;
  Failed: number;
}

/** What a chart and its table show. */
export function pointsOf({ points, intervalSec }: CampaignReportOutput, timeZone: string): DeliveryPoint[] {
  const format = new Intl.DateTimeFormat(navigator.language, {
    timeZone,
    ...(intervalSec >= DAY_SEC ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit' }),
    ...(intervalSec < MINUTE_SEC && { second: '2-digit' }),
  });
  return points.map(({ start, sent, failed }) => ({
    start,
    time: format.format(new Date(start)),
    Delivered: sent,
    Failed: failed,
  }));
}

/** "10 seconds", "minute": for "how many in each …". */
export function lengthInWords(seconds: number): string {
  const [unit, size] = (
    [
      ['day', DAY_SEC],
      ['hour', 3_600],
      ['minute', MINUTE_SEC],
    ] as const
  ).find(([, sec]) => seconds % sec === 0) ?? ['second', 1];
  const number = seconds / size;
  return number === 1 ? unit : `${number} ${unit}s`;
}

/** What the chart shows, for those who do not see it. */
export function summaryOf(points: readonly DeliveryPoint[]): string {
  const [first, last] = [points.at(0), points.at(-1)];
  const delivered = points.reduce((sum, { Delivered }) => sum + Delivered, 0);
  const failed = points.reduce((sum, { Failed }) => sum + Failed, 0);
  return `From ${first?.time} to ${last?.time}: ${delivered} delivered, ${failed} failed. The same is there as a table.`;
}
