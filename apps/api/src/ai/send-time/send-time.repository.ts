import { COUNTED_ORDER_STATUSES } from '@herald/shared';
import type { CompiledRules, Queryable } from '@herald/platform';

import { HOURS_OF_WEEK, MOST_ORDERS_OF_ONE } from './send-windows.ts';
import type { OrderTimes } from './send-windows.ts';

export interface AudienceOrderTimes extends OrderTimes {
  audienceSize: number;
  ordersWithoutTime: number;
}

/** Reads when audiences order. Writes nothing. */
export class SendTimeRepository {
  /**
   * @param audience as `compileRules` writes it.
   * @param span from `since`, included, to `until`.
   */
  async orderTimes(
    db: Queryable,
    audience: CompiledRules,
    { since, until, timeZone }: { since: Date; until: Date; timeZone: string },
  ): Promise<AudienceOrderTimes> {
    // An audience of everybody is joined in memory; on disk it takes three times as long.
    await db.query(`SET LOCAL work_mem = '64MB'`);
    const at = (offset: number) => `$${audience.values.length + offset}`;
    const { rows } = await db.query<AudienceOrderTimes>(
      `WITH audience AS MATERIALIZED (${audience.text}),
       placed AS (
         SELECT o."customerId", o."orderedAt" AT TIME ZONE ${at(4)} AS local
         FROM "Order" o JOIN audience USING ("customerId")
         WHERE o.status = ANY (${at(1)}::"OrderStatus"[]) AND o."orderedAt" >= ${at(2)} AND o."orderedAt" < ${at(3)}
       ),
       customers AS MATERIALIZED (
         SELECT (array_agg(local ORDER BY local DESC) FILTER (WHERE local::time <> '00:00'))[1:${MOST_ORDERS_OF_ONE}] AS times,
                count(*) FILTER (WHERE local::time = '00:00') AS "withoutTime"
         FROM placed GROUP BY "customerId"
       ),
       slots AS (
         SELECT (24 * (date_part('isodow', local) - 1) + date_part('hour', local))::int AS slot, count(*)::int AS orders
         FROM customers, unnest(times) AS local GROUP BY slot
       )
       SELECT (SELECT count(*)::int FROM audience) AS "audienceSize",
              (SELECT COALESCE(sum("withoutTime"), 0)::int FROM customers) AS "ordersWithoutTime",
              (SELECT count(times)::int FROM customers) AS customers,
              (SELECT COALESCE(sum(cardinality(times) ^ 2), 0) FROM customers) AS "squaredPerCustomer",
              ARRAY(SELECT COALESCE(slots.orders, 0) FROM generate_series(0, ${HOURS_OF_WEEK - 1}) AS week(slot)
                    LEFT JOIN slots USING (slot) ORDER BY slot) AS "byHour"`,
      [...audience.values, COUNTED_ORDER_STATUSES, since.toISOString(), until.toISOString(), timeZone],
    );
    const [found] = rows;
    if (found === undefined) throw new Error('when an audience orders is one row');
    return found;
  }
}
