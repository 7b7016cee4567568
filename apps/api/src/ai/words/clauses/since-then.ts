import { plusDays } from '@herald/shared';

import { phrasesOf } from '../lexicon/phrases.ts';
import { type Clause, clause, refused } from '../clause.ts';
import { alt, map, oneOf, seq, words } from '../grammar.ts';
import { type Period, period } from '../phrases/periods.ts';
import { all } from '../rules.ts';
import type { OrderParts } from './order-parts.ts';
import { NONE, ordersClause } from './order-questions.ts';

const NO_MORE = phrasesOf(`
  nothing | nothing at all | none | none of them | no orders | no order | no purchase | no purchases
`);
const butNone = oneOf(
  new Map([
    ...['but', 'and', 'yet', ', but'].flatMap((joiner) =>
      [...NO_MORE, ...phrasesOf('not | not again | not anymore | not even once | not any')].map(
        (none): [string, string] => [`${joiner} ${none}`, none],
      ),
    ),
    ...[',', ', and', ', yet'].flatMap((joiner) =>
      NO_MORE.map((none): [string, string] => [`${joiner} ${none}`, none]),
    ),
  ]),
);

const SINCE = words('since', 'since then', 'after that', 'afterwards', 'thereafter', 'ever since', 'from then on');

/** `but not in the last 30 days`; without a time of its own, `but not since`, it is after the time said before. */
export const noneSince = alt<readonly [string, Period | undefined]>(
  seq(butNone, period),
  map(seq(butNone, SINCE), ([none]) => [none, undefined] as const),
);

function afterwards(when: Period | undefined): Period | undefined {
  const more = { assumptions: [], ...(when?.hasYear !== undefined && { hasYear: when.hasYear }) };
  if (when?.kind === 'between') return { kind: 'after', day: when.last, ...more };
  return when?.kind === 'before' ? { kind: 'after', day: plusDays(when.day, -1), ...more } : undefined;
}

/** `but not in the last 30 days`: of what was bought before, or of anything at all. */
export function withoutOrders(
  ordered: Clause,
  { items: things, period: before }: OrderParts,
  [none, said]: readonly [string, Period | undefined],
): Clause {
  if (ordered.refusal !== undefined) return ordered;
  const when = said ?? afterwards(before);
  if (!when) return refused('say since when');
  const isSameThing = !/nothing|no order|no purchase/.test(none);
  if (isSameThing && things && things.conditions.length > 1) return refused('say of each thing when it was not bought');
  const parts = { period: when, ...(isSameThing && things && { items: { ...things, without: [] } }) };
  const since = ordersClause('count', [NONE], parts);
  return {
    ...clause(all([ordered.rule, since.rule]), { assumptions: [...ordered.assumptions, ...since.assumptions] }),
    isNotNegatable: true,
    refusal: since.refusal,
  };
}

/** `3+ tea orders, none in the last 60 days`: of the orders that were counted. */
export function withoutSuchOrders(
  ordered: Clause,
  { period: before, ...such }: OrderParts,
  [none, said]: readonly [string, Period | undefined],
): Clause {
  if (ordered.refusal !== undefined) return ordered;
  const when = said ?? afterwards(before);
  if (!when) return refused('say since when');
  const isAnyOrder = /nothing|no order|no purchase/.test(none);
  if (isAnyOrder && Object.keys(such).length > 0)
    return refused('say "none" of these orders, or "never ordered" since');
  const since = ordersClause('count', [NONE], { ...such, period: when });
  return {
    ...ordered,
    rule: all([ordered.rule, since.rule]),
    assumptions: [...ordered.assumptions, ...since.assumptions],
    isNotNegatable: true,
    isOrderedOnly: false,
    refusal: since.refusal,
  };
}
