import {
  attributeField,
  attributeFieldName,
  attributeKeyOf,
  compileGroup,
  type Condition,
  FIELD_NAMES,
  FIELDS,
  operatorsOfField,
  operatorsOfOrderField,
  ORDER_FIELD_NAMES,
  type ResolvedGroup,
  resolveRules,
  type SegmentRules,
} from '@herald/shared';
import { compileResolved } from '@herald/platform';
import fc from 'fast-check';
import type { Client } from 'pg';

import { conditionsIn } from '../../../packages/shared/src/testing/arbitrary-rules.ts';
import { withWorld } from './insert-world.ts';
import { type GeneratedCustomer, type World, worlds } from './worlds.ts';

export interface DifferentialReport {
  /** Rules that were asked of a shop, in both readings. */
  pairs: number;
  /** Of these, the ones that neither matched everybody nor nobody. */
  selectivePairs: number;
  /** Operators of fields, and of fields of orders, that no rule asked for; attributes by their type. */
  neverAsked: string[];
}

/** On average; a world has up to 12 rules. */
const PAIRS_PER_WORLD = 9;

/** Rules as they were generated, and looked up once for both readings. */
interface Asked {
  rules: SegmentRules;
  resolved: ResolvedGroup;
  /** The customers of whom SQL is asked. */
  among: GeneratedCustomer[];
}

/**
 * Asks generated rules of generated shops, of the evaluator and of PostgreSQL, at the same
 * `now`, until at least `pairs` rules were asked.
 *
 * @throws Error with the seed and the smallest case that was found, when the two disagree.
 */
export async function compareReadings(
  client: Client,
  { pairs, seed }: { pairs: number; seed: number },
): Promise<DifferentialReport> {
  const questions = new Set<string>();
  const report = { pairs: 0, selectivePairs: 0 };
  const property = fc.asyncProperty(worlds, async (world) => {
    const asked = whatIsAsked(world);
    const selected = await withWorld(client, world, () => selectIds(client, asked, world));
    for (const [index, one] of asked.entries()) {
      const isSelected = compileGroup(one.resolved, world.context);
      const matches = one.among.filter((each) => !each.isErased && isSelected(each)).map(({ id }) => id);
      refuseDisagreement(one, world, matches.sort(), selected[index] ?? []);
      report.pairs += 1;
      report.selectivePairs += matches.length > 0 && matches.length < one.among.length ? 1 : 0;
      for (const condition of conditionsIn(one.rules)) {
        for (const question of questionsIn(condition, world)) questions.add(question);
      }
    }
  });
  for (let round = 0; report.pairs < pairs; round += 1) {
    const numRuns = Math.ceil((pairs - report.pairs) / PAIRS_PER_WORLD);
    await fc.assert(property, { seed: seed + round, numRuns });
  }
  return { ...report, neverAsked: QUESTIONS.filter((question) => !questions.has(question)) };
}

/** Every third rule is asked among some of the customers only. */
function whatIsAsked({ rulesList, context, customers }: World): Asked[] {
  const some = customers.filter((_, index) => index % 2 === 0);
  return rulesList.map((rules, index) => ({
    rules,
    resolved: resolveRules(rules, context),
    among: index % 3 === 2 ? some : customers,
  }));
}

/** The sorted ids that each of the rules selects, in one statement. */
async function selectIds(client: Client, asked: Asked[], { customers }: World): Promise<string[][]> {
  const values: unknown[] = [customers.filter((_, index) => index % 2 === 0).map(({ id }) => id)];
  const selects = asked.map(({ resolved, among }, index) => {
    const compiled = compileResolved(resolved, {
      firstPlaceholder: values.length + 1,
      ...(among === customers ? {} : { among: 'some_customers' }),
    });
    values.push(...compiled.values);
    return `SELECT ${index} AS index, array_agg("customerId"::text) AS ids FROM (${compiled.text}) AS audience`;
  });
  const { rows } = await client.query<{ ids: string[] | null }>(
    `WITH some_customers AS (SELECT unnest($1::uuid[]) AS id) ${selects.join(' UNION ALL ')} ORDER BY index`,
    values,
  );
  return rows.map(({ ids }) => (ids ?? []).sort());
}

function refuseDisagreement({ rules, resolved }: Asked, { context }: World, inMemory: string[], inSql: string[]): void {
  if (inMemory.join() === inSql.join()) return;
  const { text, values } = compileResolved(resolved);
  throw new Error(
    [
      'The evaluator and the SQL disagree.',
      `now: ${context.now.toISOString()} in ${context.timeZone}`,
      `rules: ${JSON.stringify(rules)}`,
      `only in memory: ${inMemory.filter((id) => !inSql.includes(id)).join(', ')}`,
      `only in SQL: ${inSql.filter((id) => !inMemory.includes(id)).join(', ')}`,
      `SQL: ${text}`,
      `values: ${JSON.stringify(values)}`,
    ].join('\n'),
  );
}

/** What a condition asks: the operator of a field, and those of fields of orders. */
function questionsIn({ field, operator, value }: Condition, { context }: World): string[] {
  const key = attributeKeyOf(field);
  const name = key === undefined ? field : attributeFieldName(context.attributes?.get(key) ?? '');
  const where = typeof value === 'object' && 'number' in value ? (value.where ?? []) : [];
  return [`${name} ${operator}`, ...where.map((condition) => `orders: ${condition.field} ${condition.operator}`)];
}

/** Every operator of every field, out of the tables, so that a new one is in the test by itself. */
const QUESTIONS = [
  ...FIELD_NAMES.flatMap((field) =>
    [...operatorsOfField(FIELDS[field]).keys()].map((operator) => `${field} ${operator}`),
  ),
  ...(['text', 'number', 'boolean', 'date'] as const).flatMap((type) =>
    [...operatorsOfField(attributeField('key', type)).keys()].map(
      (operator) => `${attributeFieldName(type)} ${operator}`,
    ),
  ),
  ...ORDER_FIELD_NAMES.flatMap((field) =>
    [...operatorsOfOrderField(field).keys()].map((operator) => `orders: ${field} ${operator}`),
  ),
];
