import type { AudienceMember } from '@herald/shared';
import { type CancellableOptions, cancelNamed, type CompiledRules, runCancellable } from '@herald/platform';
import type { Pool, Queryable } from '@herald/platform';

import { type AudienceSource, type MemberRow, membersSql, selectIds, toMember } from './audience-queries.ts';

export interface Audience {
  size: number;
  withEmail: number;
  /** Who have an email and want messages. */
  reachable: number;
  /** How many customers there are in all. */
  customers: number;
  sample: AudienceMember[];
}

export interface AudienceDifference {
  before: number;
  after: number;
  added: { count: number; sample: AudienceMember[] };
  removed: { count: number; sample: AudienceMember[] };
}

interface ComparedSets {
  before: number;
  after: number;
  added: number;
  removed: number;
  /** Some of them. */
  addedIds: string[];
  removedIds: string[];
}

const SAMPLE_SIZE = 10;

/** Reads audiences, on connections of their own. Writes nothing. */
export class AudienceRepository {
  private readonly pool: Pool;
  private readonly control: Pool;
  private readonly timeoutMs: number;

  /** @param control another pool than `pool`, which may be busy with what is to be stopped. */
  constructor(pool: Pool, control: Pool, timeoutMs: number) {
    this.pool = pool;
    this.control = control;
    this.timeoutMs = timeoutMs;
  }

  /**
   * Stops the previews of the same id that came before, in whichever process they run.
   *
   * @returns the name to run under, by which one that comes later finds this one.
   */
  async supersede(previewId: string): Promise<string> {
    // No other id begins so.
    const prefix = `herald-preview-${previewId}.`;
    // In base 36 the milliseconds have eight digits until 2059, so that names sort by time.
    const name = prefix + Date.now().toString(36);
    await cancelNamed(this.control, prefix, name);
    return name;
  }

  /**
   * Counts the audience and shows some of it, all at the same instant.
   *
   * @param isSlow whether finding the audience takes so long that it is better to collect its
   * ids on the way than to look for some of them once more.
   */
  count({ text, values }: CompiledRules, isSlow: boolean, options: QueryOptions): Promise<Audience> {
    return this.read(options, async (db) => {
      const { rows } = await db.query<Omit<Audience, 'sample'> & { ids?: string[] | null }>(
        // Those whom no message reaches are few, and an index has them.
        `SELECT count(*)::int AS size, (count(*) - count(nobody."withoutEmail"))::int AS "withEmail",
                (count(*) - count(nobody.id))::int AS reachable, (SELECT count(*)::int FROM "Customer") AS customers
                ${isSlow ? `, (array_agg("customerId"))[1:${SAMPLE_SIZE}] AS ids` : ''}
         FROM (${text}) AS audience
         LEFT JOIN (SELECT id, CASE WHEN "emailKey" IS NULL THEN id END AS "withoutEmail"
                    FROM "Customer" WHERE "emailKey" IS NULL OR unsubscribed) nobody ON nobody.id = audience."customerId"`,
        values,
      );
      const [found] = rows;
      if (found === undefined) throw new Error('a count is one row');
      const { ids, ...counted } = found;
      if (counted.size === 0) return { ...counted, sample: [] };
      const some = `SELECT "customerId" FROM (${text}) AS audience LIMIT ${SAMPLE_SIZE}`;
      return { ...counted, sample: await (ids ? selectByIds(db, ids) : selectMembers(db, some, values)) };
    });
  }

  /** Who would come and go if `after` took the place of `before`. */
  compare(
    before: AudienceSource,
    compileAfter: (firstPlaceholder: number) => CompiledRules,
    options: QueryOptions,
  ): Promise<AudienceDifference> {
    const old = selectIds(before);
    const after = compileAfter(old.values.length + 1);
    return this.read(options, async (db) => {
      const { rows } = await db.query<ComparedSets>(
        `WITH before AS MATERIALIZED (${old.text}), after AS MATERIALIZED (${after.text}),
         added AS MATERIALIZED (TABLE after EXCEPT TABLE before),
         removed AS MATERIALIZED (TABLE before EXCEPT TABLE after)
         SELECT (SELECT count(*)::int FROM before) AS before, (SELECT count(*)::int FROM after) AS after,
                (SELECT count(*)::int FROM added) AS added, (SELECT count(*)::int FROM removed) AS removed,
                ARRAY(SELECT "customerId" FROM added LIMIT ${SAMPLE_SIZE}) AS "addedIds",
                ARRAY(SELECT "customerId" FROM removed LIMIT ${SAMPLE_SIZE}) AS "removedIds"`,
        [...old.values, ...after.values],
      );
      const [sets] = rows;
      if (sets === undefined) throw new Error('a comparison is one row');
      return {
        before: sets.before,
        after: sets.after,
        added: { count: sets.added, sample: await selectByIds(db, sets.addedIds) },
        removed: { count: sets.removed, sample: await selectByIds(db, sets.removedIds) },
      };
    });
  }

  /** Ids in order, those after `afterId`. */
  findIds(source: AudienceSource, page: AudiencePage, options: QueryOptions): Promise<string[]> {
    const { text, values } = selectPage(source, page);
    return this.read(options, async (db) => {
      const { rows } = await db.query<{ customerId: string }>(text, values);
      return rows.map(({ customerId }) => customerId);
    });
  }

  /** Members in the order of their ids, those after `afterId`. */
  findMembers(source: AudienceSource, page: AudiencePage, options: QueryOptions): Promise<AudienceMember[]> {
    const { text, values } = selectPage(source, page);
    return this.read(options, (db) => selectMembers(db, text, values));
  }

  private read<T>(options: QueryOptions, work: (db: Queryable) => Promise<T>): Promise<T> {
    return runCancellable(this.pool, this.control, { timeoutMs: this.timeoutMs, ...options }, work);
  }
}

export interface AudiencePage {
  afterId: string | undefined;
  limit: number;
}

export type QueryOptions = Omit<CancellableOptions, 'timeoutMs'>;

function selectPage(source: AudienceSource, { afterId, limit }: AudiencePage): CompiledRules {
  const { text, values } = selectIds(source);
  const [afterAt, limitAt] = [values.length + 1, values.length + 2];
  return {
    text: `SELECT "customerId" FROM (${text}) AS audience
           WHERE $${afterAt}::uuid IS NULL OR "customerId" > $${afterAt} ORDER BY "customerId" LIMIT $${limitAt}::int`,
    values: [...values, afterId ?? null, limit],
  };
}

async function selectMembers(db: Queryable, idsSql: string, values: unknown[]): Promise<AudienceMember[]> {
  const { rows } = await db.query<MemberRow>(membersSql(idsSql), values);
  return rows.map(toMember);
}

function selectByIds(db: Queryable, ids: string[]): Promise<AudienceMember[]> {
  return selectMembers(db, 'SELECT unnest($1::uuid[]) AS "customerId"', [ids]);
}
