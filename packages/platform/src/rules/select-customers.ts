import { RELATIONS, type Relation } from './columns.ts';
import {
  allTrue,
  type CustomerSet,
  type Intersection,
  isNotTrue,
  joinSql,
  type Query,
  type Rows,
} from './customer-sets.ts';
import type { Statement } from './statement.ts';

/**
 * A query for the ids in `set`, each once, as "customerId".
 *
 * While no table is read twice, sets beat one pass over customers joined with everything:
 * "spent more than" 5 times, "is not" 3 times, "or" across two tables 15 times (300,000
 * customers). A tree that comes back to a table again and again would lose 8 times, so
 * that takes the one pass, which costs the same whatever the tree.
 */
export function selectCustomers(set: CustomerSet, statement: Statement): string {
  const relations = relationsIn(set);
  const readsOneTwice = new Set(relations).size < relations.length;
  return readsOneTwice ? selectInOnePass(set, relations, statement) : selectSet(set, statement);
}

function relationsIn(set: CustomerSet): Relation[] {
  switch (set.kind) {
    case 'rows':
      return [set.relation];
    case 'query':
      return [];
    case 'union':
      return set.sets.flatMap(relationsIn);
    case 'intersection':
      return [...set.sets, ...set.except].flatMap(relationsIn);
  }
}

function selectSet(set: CustomerSet, statement: Statement): string {
  switch (set.kind) {
    case 'rows':
      return selectRows(set, statement);
    case 'query':
      return set.distinct;
    case 'union':
      // UNION takes repetitions out anyway.
      return set.sets.map((member) => selectMembers(member, statement)).join(' UNION ');
    case 'intersection':
      return selectIntersection(set, statement);
  }
}

/** The customers of `set`, some of them maybe more than once. */
function selectMembers(set: CustomerSet, statement: Statement): string {
  return set.kind === 'query' ? (set.members ?? set.distinct) : selectSet(set, statement);
}

function selectRows({ relation, where }: Rows, statement: Statement): string {
  const { id } = RELATIONS[relation];
  return `SELECT ${id} AS "customerId" FROM ${fromRelation(relation, statement)} WHERE ${where}`;
}

function fromRelation(relation: Relation, statement: Statement): string {
  const { table, id } = RELATIONS[relation];
  return statement.from(table, relation, id);
}

function selectIntersection({ sets, except }: Intersection, statement: Statement): string {
  const [first, ...others] = sets.map((set) => fromItem(set, selectSet, statement));
  if (!first) {
    throw new Error('an intersection has at least one set');
  }
  const joins = others.map(({ from, id }) => ` JOIN ${from} ON ${id} = ${first.id}`);
  const wheres = [first, ...others].flatMap(({ where }) => where ?? []);
  const where = allTrue([...wheres, ...except.map((set) => isNotIn(set, first.id, statement))]);
  return `SELECT ${first.id} AS "customerId" FROM ${first.from}${joins.join('')} WHERE ${where}`;
}

/**
 * NOT EXISTS, of which PostgreSQL makes an anti-join, and NOT IN only for lists that it hashes: of
 * anything larger than it would hash it looks through all of it for every customer.
 */
function isNotIn(set: CustomerSet, customerId: string, statement: Statement): string {
  if (set.kind === 'query' && set.list !== undefined) return `${customerId} NOT IN (${set.list})`;
  const { from, id, where } = fromItem(set, selectMembers, statement);
  const conditions = [`${id} = ${customerId}`, ...(where === undefined ? [] : [where])];
  return `NOT EXISTS (SELECT FROM ${from} WHERE ${conditions.join(' AND ')})`;
}

interface FromItem {
  from: string;
  id: string;
  where?: string;
}

function fromItem(set: CustomerSet, select: typeof selectSet, statement: Statement): FromItem {
  if (set.kind === 'rows') {
    return { from: fromRelation(set.relation, statement), id: RELATIONS[set.relation].id, where: set.where };
  }
  const alias = statement.newAlias();
  return { from: `(${select(set, statement)}) ${alias}`, id: `${alias}."customerId"` };
}

/** Queries of their own are joined too, so that none of them is run again for each customer. */
function selectInOnePass(set: CustomerSet, relations: Relation[], statement: Statement): string {
  const optional = [...new Set(relations)].filter((relation) => relation !== 'c');
  const queries = new Map(queriesIn(set).map((query) => [query, statement.newAlias()]));
  const joins = [
    ...optional.map((relation) => {
      const { table, id } = RELATIONS[relation];
      return ` LEFT JOIN ${table} ${relation} ON ${id} = ${RELATIONS.c.id}`;
    }),
    ...[...queries].map(
      ([{ distinct }, alias]) => ` LEFT JOIN (${distinct}) ${alias} ON ${alias}."customerId" = ${RELATIONS.c.id}`,
    ),
  ];
  const from = `${fromRelation('c', statement)}${joins.join('')}`;
  return `SELECT ${RELATIONS.c.id} AS "customerId" FROM ${from} WHERE ${isIn(set, queries)}`;
}

function queriesIn(set: CustomerSet): Query[] {
  switch (set.kind) {
    case 'rows':
      return [];
    case 'query':
      return [set];
    case 'union':
      return set.sets.flatMap(queriesIn);
    case 'intersection':
      return [...set.sets, ...set.except].flatMap(queriesIn);
  }
}

/** True of a joined row whose customer is in `set`; NULL or false of any other. */
function isIn(set: CustomerSet, queries: ReadonlyMap<Query, string>): string {
  switch (set.kind) {
    case 'rows':
      return set.where;
    case 'query':
      return `${queries.get(set)}."customerId" IS NOT NULL`;
    case 'union':
      return joinSql(
        set.sets.map((member) => isIn(member, queries)),
        ' OR ',
      );
    case 'intersection':
      return allTrue([
        ...set.sets.map((member) => isIn(member, queries)),
        ...set.except.map((excluded) => isNotTrue(isIn(excluded, queries))),
      ]);
  }
}
