import type { ExplainedCondition, ExplainedGroup } from '@herald/shared';
import { Text } from '@mantine/core';

import { useFormats } from '../../../lib/formats.ts';
import { capitalised } from '../draft/catalogue.ts';
import { actualWords } from './actual-words.ts';
import classes from './explain.module.css';
import { Verdict } from './verdict.tsx';

/** The rules as a tree, each with its answer. */
export function ExplainedTree({ group }: { group: ExplainedGroup }) {
  return (
    <div className={classes.group}>
      <Text size="xs" c="dimmed" fw={550}>
        {groupWords(group)}
      </Text>
      <ul className={classes.rules}>
        {group.rules.map((rule, index) => (
          // Never changes its order: it is an answer.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={classes.rule}>
            <Verdict isTrue={rule.isTrue} />
            <div className={classes.what}>
              {rule.kind === 'group' ? <ExplainedTree group={rule} /> : <Answer condition={rule} />}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function groupWords({ combinator, not }: ExplainedGroup): string {
  if (not) return combinator === 'and' ? 'Not all of these at once' : 'None of these';
  return combinator === 'and' ? 'All of these' : 'Any of these';
}

function Answer({ condition }: { condition: ExplainedCondition }) {
  const formats = useFormats();
  const { description, changesOn, orders, segment } = condition;
  const actual = actualWords(condition, formats);
  return (
    <>
      <Text size="sm">{capitalised(description)}</Text>
      <Text size="xs" c="dimmed">
        {actual}
        {changesOn !== null && ` · until ${formats.day(changesOn)}`}
      </Text>
      {orders && orders.listed.length > 0 && <CountedOrders orders={orders} />}
      {segment && <ExplainedTree group={segment} />}
    </>
  );
}

function CountedOrders({ orders: { count, listed } }: { orders: NonNullable<ExplainedCondition['orders']> }) {
  const { date, money, count: counted } = useFormats();
  return (
    <details className={classes.orders}>
      <summary>{counted(count, 'order counted', 'orders counted')}</summary>
      <ul>
        {listed.map((order) => (
          <li key={order.id}>
            {order.externalId} · {date(order.orderedAt)} · {money(order.amount)} ·{' '}
            {capitalised(order.status.toLowerCase())}
          </li>
        ))}
        {count > listed.length && <li>and {counted(count - listed.length, 'more', 'more')}</li>}
      </ul>
    </details>
  );
}
