import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';

import { useFormats } from '../lib/formats.ts';

const TICK_MS = 20_000;

interface RelativeTimeProps {
  /** ISO instant. */
  at: string;
  /** Off in tables, where each row would be one more stop of the Tab key; the exact time stays on hover. */
  isFocusable?: boolean;
}

/** "3 minutes ago", with the exact time of the workspace on hover and focus. */
export function RelativeTime({ at, isFocusable = true }: RelativeTimeProps) {
  const { relative, dateTime, timeZone } = useFormats();
  const now = useSyncExternalStore(onTick, currentTick);
  return (
    <Tooltip label={`${dateTime(at)} (${timeZone})`}>
      <time
        dateTime={at}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the exact time is there for the keyboard too
        tabIndex={isFocusable ? 0 : undefined}
        style={{ whiteSpace: 'nowrap' }}
      >
        {relative(at, now)}
      </time>
    </Tooltip>
  );
}

/** One clock for all times of the page. */
function onTick(tell: () => void): () => void {
  const timer = setInterval(tell, TICK_MS);
  return () => clearInterval(timer);
}

/** Moves in steps, so that a render in between changes nothing. */
function currentTick(): number {
  return Math.floor(Date.now() / TICK_MS) * TICK_MS;
}
