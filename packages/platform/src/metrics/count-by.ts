import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

export interface CountedBy<L extends string> {
  name: string;
  help: string;
  label: L;
  /** All that the label can be. What never happened counts 0, else its first time would not be an increase. */
  values: readonly string[];
}

/** A counter with one label, of which all values are known. */
export function countBy<L extends string>(registry: Registry, { name, help, label, values }: CountedBy<L>): Counter<L> {
  const counter = new Counter({ name, help, labelNames: [label], registers: [registry] });
  for (const value of values) counter.inc({ [label]: value } as Record<L, string>, 0);
  return counter;
}
