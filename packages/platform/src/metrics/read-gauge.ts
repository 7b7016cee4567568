import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import type { SharedReading } from './shared-reading.ts';

/** The samples of one gauge: each with its labels. */
export type Samples<L extends string> = readonly { labels: Record<L, string>; value: number }[];

export interface ReadGauge<T, L extends string> {
  name: string;
  help: string;
  labels?: readonly L[];
  /** What the gauge shows of a reading; without one (undefined) too. */
  samples: (state: T | undefined) => Samples<L>;
}

/** A gauge that shows a part of a reading, which is made when somebody asks. What is not known has no samples. */
export function addReadGauge<T, L extends string = never>(
  registry: Registry,
  reading: Pick<SharedReading<T>, 'get'>,
  { name, help, labels = [], samples }: ReadGauge<T, L>,
): void {
  const gauge: Gauge<L> = new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    async collect() {
      const found = samples(await reading.get());
      // Not before it: whoever scrapes at the same time would find nothing.
      if (labels.length === 0) gauge.remove();
      else gauge.reset();
      for (const sample of found) gauge.set(sample.labels, sample.value);
    },
  });
}
