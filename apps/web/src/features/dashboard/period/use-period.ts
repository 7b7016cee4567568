import type { DashboardDays } from '@herald/shared';
import { useSyncExternalStore } from 'react';

import { useFormats } from '../../../lib/formats.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { dayIn, type Period, PERIOD_IN_URL, periodFrom } from './period.ts';

const TICK_MS = 30_000;

export interface ChosenPeriod {
  period: Period;
  /** In the time zone of the workspace. */
  today: string;
  /** The last so many days, as one of `LENGTHS`. */
  chooseLength: (length: string) => void;
  chooseDays: (days: DashboardDays) => void;
}

/** The days that the dashboard is about. They are in the address, and go on when the workspace's day ends. */
export function usePeriod(): ChosenPeriod {
  const { timeZone } = useFormats();
  const today = useSyncExternalStore(onTick, () => dayIn(timeZone, Date.now()));
  const [inUrl, setUrl] = useUrlState(PERIOD_IN_URL);
  return {
    period: periodFrom(inUrl, today),
    today,
    chooseLength: (last) => setUrl({ last, from: '', to: '' }),
    chooseDays: ({ from, to }) => setUrl({ last: PERIOD_IN_URL.last, from, to }),
  };
}

function onTick(tell: () => void): () => void {
  const timer = setInterval(tell, TICK_MS);
  return () => clearInterval(timer);
}
