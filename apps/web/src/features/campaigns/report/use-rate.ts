import { useEffect, useEffectEvent, useState } from 'react';

const WINDOW_MS = 20_000;
const SAMPLE_MS = 1_000;
const SHORTEST_MS = 2_000;

interface Sample {
  at: number;
  settled: number;
}

/** How many messages ended in a second, over the last twenty; undefined until that can be said. */
export function useRate(settled: number, isSending: boolean): number | undefined {
  const [rate, setRate] = useState<number>();
  const read = useEffectEvent(() => settled);
  useEffect(() => {
    if (!isSending) return;
    let samples: Sample[] = [];
    const timer = setInterval(() => {
      const now = Date.now();
      samples = [...samples.filter(({ at }) => at > now - WINDOW_MS), { at: now, settled: read() }];
      setRate(rateOf(samples));
    }, SAMPLE_MS);
    return () => clearInterval(timer);
  }, [isSending]);
  return isSending ? rate : undefined;
}

function rateOf(samples: readonly Sample[]): number | undefined {
  const [first, last] = [samples.at(0), samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < SHORTEST_MS) return undefined;
  const perSec = (1_000 * (last.settled - first.settled)) / (last.at - first.at);
  return perSec > 0 ? perSec : undefined;
}

/** "about 2 minutes left": no more exact than one can know. */
export function timeLeft(open: number, perSec: number): string {
  const seconds = open / perSec;
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 50) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  const minutes = Math.round(seconds / 60);
  if (minutes <= 1) return 'about a minute left';
  if (minutes < 60) return `about ${minutes} minutes left`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? 'about an hour left' : `about ${hours} hours left`;
}
