import type { AudienceMember } from '@herald/shared';
import type { CompiledRules, CompileOptions, Queryable } from '@herald/platform';

import { type MemberRow, membersSql, toMember } from '../../segments/audience-queries.ts';
import { type Feature, FEATURES } from './bands.ts';
import type { InnerCount, LevelCount } from './choose-box.ts';
import { FeatureSql } from './feature-sql.ts';
import { type Box, EVERYBODY_STEPS, SEGMENT_STEPS } from './ladder.ts';
import type { Counted, ProfileMark, ValueCount } from './profile-marks.ts';

/** What a group of customers is like, told from at most some 20,000 of them. */
export interface GroupProfile extends Counted {
  /** Of the whole segment; of everybody, those who were looked at. */
  size: number;
  /** The quantiles of each feature at equal steps; empty when nobody is in the group. */
  quantiles: Record<Feature, number[]>;
}

/** Which people to count: those of the compiled rules, by levels of the ladder and by marks. */
export interface Ladder {
  boxes: readonly Box[];
  marks: readonly ProfileMark[];
}

/** More people say nothing more. */
const MOST_SAMPLED = 20_000;
/** A value that fewer have cannot belong to those that mark a segment. */
const LEAST_SHARE = 0.05;
const SAMPLE_SIZE = 10;

/** Compares customers with a segment. Writes nothing. */
export class LookalikesRepository {
  /** @param tomorrow when it begins: orders from then on count for none yet. */
  async profileSegment(db: Queryable, segment: CompiledRules, tomorrow: Date): Promise<GroupProfile> {
    // A large segment is sorted and joined in memory; on disk it takes three times as long.
    await db.query(`SET LOCAL work_mem = '64MB'`);
    // By their ids, so that the same question has the same answer.
    const step = `GREATEST(1, ceil(size / ${MOST_SAMPLED}.0)::bigint)`;
    return this.profile(db, segment, tomorrow, {
      steps: SEGMENT_STEPS,
      sampled: `uuid_hash("customerId")::bigint % ${step} = 0`,
    });
  }

  /**
   * Some of all customers, whole pages of their table, which is the same for the same table.
   *
   * @param values those that marks can be made of.
   */
  async profileEverybody(db: Queryable, values: readonly ValueCount[], tomorrow: Date): Promise<GroupProfile> {
    const percent = await this.sampledPercent(db);
    const text = `SELECT id AS "customerId" FROM ${sampleOf(percent)} WHERE "erasedAt" IS NULL`;
    const asked = [values.map(({ field }) => field), values.map(({ key }) => key)];
    return this.profile(db, { text, values: asked }, tomorrow, {
      steps: EVERYBODY_STEPS,
      sampled: 'TRUE',
      only: `JOIN unnest($1::text[], $2::text[]) AS asked(field, key) USING (field, key)`,
    });
  }

  async isAnybodyIn(db: Queryable, people: CompiledRules): Promise<boolean> {
    const { rows } = await db.query<{ isAnybody: boolean }>(
      `SELECT EXISTS (${people.text}) AS "isAnybody"`,
      people.values,
    );
    return rows[0]?.isAnybody === true;
  }

  /** How many of `people` each level adds, by their marks. */
  async countByLevel(db: Queryable, people: CompiledRules, ladder: Ladder, tomorrow: Date): Promise<LevelCount[]> {
    const sql = new FeatureSql(people.values, tomorrow);
    const { rows } = await db.query<LevelCount>(levelsSql(people, ladder, sql), sql.values);
    return rows;
  }

  /**
   * The same, as it is to be expected from the sample of all customers.
   *
   * @param compile the rules as a query that looks only at the customers of the CTE "sample".
   */
  async expectByLevel(
    db: Queryable,
    compile: (options: CompileOptions) => CompiledRules,
    ladder: Ladder,
    tomorrow: Date,
  ): Promise<{ counts: LevelCount[]; customersForEach: number }> {
    const percent = await this.sampledPercent(db);
    const people = compile({ among: 'sample' });
    const sql = new FeatureSql(people.values, tomorrow);
    const { rows } = await db.query<LevelCount>(
      `WITH sample AS MATERIALIZED (SELECT id FROM ${sampleOf(percent)}) ${levelsSql(people, ladder, sql)}`,
      sql.values,
    );
    const customersForEach = 100 / percent;
    return { counts: rows.map((row) => ({ ...row, people: row.people * customersForEach })), customersForEach };
  }

  /** How many of `people` each level adds when one feature is left out of it, for each feature. */
  async countWithout(
    db: Queryable,
    people: CompiledRules,
    boxes: readonly Box[],
    tomorrow: Date,
  ): Promise<InnerCount[]> {
    const sql = new FeatureSql(people.values, tomorrow);
    const levels = sql.levels(boxes);
    const features = levels.map(({ feature }) => feature);
    const counts = features.map((feature) => {
      const others = features.filter((other) => other !== feature).map((other) => `"${other}"`);
      return `SELECT '${feature}' AS feature, GREATEST(${others.join(', ')}) AS level, count(*)::int AS people
              FROM levels GROUP BY 2`;
    });
    if (features.length < 2) return [];
    const { rows } = await db.query<InnerCount>(
      `WITH levels AS MATERIALIZED (
         SELECT ${levels.map(({ feature, level }) => `${level} AS "${feature}"`).join(', ')}
         FROM (${people.text}) AS found JOIN "Customer" c ON c.id = found."customerId" ${sql.joins}
       ) ${counts.join(' UNION ALL ')}`,
      sql.values,
    );
    return rows;
  }

  /** How many they are, and the most similar of them, those first. */
  async findMostSimilar(
    db: Queryable,
    people: CompiledRules,
    boxes: readonly Box[],
    tomorrow: Date,
  ): Promise<{ found: number; sample: { member: AudienceMember; level: number }[] }> {
    const sql = new FeatureSql(people.values, tomorrow);
    const { rows } = await db.query<{ id: string; level: number; found: number }>(
      `SELECT c.id, ${sql.level(boxes)} AS level, (count(*) OVER ())::int AS found
       FROM (${people.text}) AS found JOIN "Customer" c ON c.id = found."customerId" ${sql.joins}
       ORDER BY level, c.id LIMIT ${SAMPLE_SIZE}`,
      sql.values,
    );
    const shown = await db.query<MemberRow>(membersSql('SELECT unnest($1::uuid[]) AS "customerId"'), [
      rows.map(({ id }) => id),
    ]);
    const members = new Map(shown.rows.map((row) => [row.id, toMember(row)]));
    const sample = rows.flatMap(({ id, level }) => {
      const member = members.get(id);
      return member === undefined ? [] : [{ member, level }];
    });
    return { found: rows[0]?.found ?? 0, sample };
  }

  /** How much of all customers is looked at. The planner knows how many there are, without counting them. */
  private async sampledPercent(db: Queryable): Promise<number> {
    const { rows } = await db.query<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
      'EXPLAIN (FORMAT JSON) SELECT FROM "Customer"',
    );
    const customers = rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
    return customers <= MOST_SAMPLED ? 100 : (100 * MOST_SAMPLED) / customers;
  }

  /** @param options `sampled` says who is looked at; `only` narrows the values down that are counted. */
  private async profile(
    db: Queryable,
    group: CompiledRules,
    tomorrow: Date,
    { steps, sampled, only = '' }: { steps: number; sampled: string; only?: string },
  ): Promise<GroupProfile> {
    const sql = new FeatureSql(group.values, tomorrow);
    const shares = `ARRAY(SELECT n::float8 / ${steps} FROM generate_series(0, ${steps}) AS step(n))`;
    const quantiles = FEATURES.map(
      (feature) =>
        `(SELECT percentile_disc(${shares}) WITHIN GROUP (ORDER BY "${feature}") FROM featured) AS "${feature}"`,
    );
    const features = FEATURES.map((feature) => `${sql.feature(feature)} AS "${feature}"`);
    const { rows } = await db.query<
      { size: number; people: number; values: ValueCount[] } & Record<Feature, string[] | null>
    >(
      `WITH people AS MATERIALIZED (${group.text}),
       size AS MATERIALIZED (SELECT count(*)::int AS size FROM people),
       sampled AS MATERIALIZED (
         SELECT "customerId" FROM people, size WHERE ${sampled}
       ),
       featured AS MATERIALIZED (
         SELECT c."tagKeys", c."attributeKeys", a."cityKey", a.city, a."stateKey", a.state, a."countryKey", a.country,
                ${features.join(', ')}
         FROM sampled JOIN "Customer" c ON c.id = sampled."customerId"
         LEFT JOIN "Address" a ON a."customerId" = c.id ${sql.joins}
       ),
       had AS (
         SELECT 'city' AS field, "cityKey" AS key, city AS shown, FALSE AS "isBoolean" FROM featured
         UNION ALL SELECT 'state', "stateKey", state, FALSE FROM featured
         UNION ALL SELECT 'country', "countryKey", country, FALSE FROM featured
         UNION ALL SELECT 'tags', tag, tag, FALSE FROM featured, LATERAL (SELECT DISTINCT unnest("tagKeys")) AS each(tag)
         UNION ALL SELECT 'attributes.' || d.key, value, value, d.type = 'boolean'
         FROM featured, jsonb_each_text("attributeKeys") AS each(key, value)
         JOIN "AttributeDefinition" d ON d.key = each.key AND d.type IN ('text', 'boolean')
       )
       SELECT (SELECT size FROM size) AS size, (SELECT count(*)::int FROM sampled) AS people, ${quantiles.join(', ')},
              COALESCE((SELECT jsonb_agg(counted) FROM (
                SELECT field, key, min(shown) AS shown, "isBoolean", count(*)::int AS people
                FROM had ${only} WHERE key <> '' AND length(key) <= 200
                GROUP BY field, key, "isBoolean" HAVING count(*) >= ${LEAST_SHARE} * (SELECT count(*) FROM sampled)
              ) AS counted), '[]') AS values`,
      sql.values,
    );
    const [found] = rows;
    if (found === undefined) throw new Error('what a group is like is one row');
    const { size, people, values } = found;
    const numbers = FEATURES.map((feature) => [feature, (found[feature] ?? []).map(Number)] as const);
    return { size, people, values, quantiles: Object.fromEntries(numbers) as GroupProfile['quantiles'] };
  }
}

/** Whole pages of their table, the same ones for the same table. */
function sampleOf(percent: number): string {
  return `"Customer" TABLESAMPLE SYSTEM (${percent}) REPEATABLE (0)`;
}

function levelsSql(people: CompiledRules, { boxes, marks }: Ladder, sql: FeatureSql): string {
  return `SELECT ${sql.marks(marks)} AS marks, ${sql.level(boxes)} AS level, count(*)::int AS people
          FROM (${people.text}) AS found JOIN "Customer" c ON c.id = found."customerId" ${sql.joins} GROUP BY 1, 2`;
}
