import { RELATIONS, type Relation } from './columns.ts';
import { allTrue, type CustomerSet, type Intersection, isNotTrue, joinSql, type Rows } from './customer-sets.ts';

/**
 * A query for the ids in `set`, each once, as "customerId".
 *
 * While no table is read twice, sets beat one pass over customers joined with everything:
 * "spent more than" 5 times, "is not" 3 times, "or" across two tables 15 times (300,000
 * customers). A tree that comes back to a table again and again would lose 8 times, so
 * that takes the one pass, which costs the same whatever the tree.
 */
export function selectCustomers(set: CustomerSet): string {
  const relations = relationsIn(set);
  const readsOneTwice = new Set(relations).size < relations.length;
  return readsOneTwice ? selectInOnePass(set, relations) : selectSet(set);
}

function relationsIn(set: CustomerSet): Relation[] {
  switch (set.kind) {
    case 'rows':
      return [set.relation];
    case 'union':
      return set.sets.flatMap(relationsIn);
    case 'intersection':
      return [...set.sets, ...set.except].flatMap(relationsIn);
  }
}

function selectSet(set: CustomerSet): string {
  switch (set.kind) {
    case 'rows':
      return selectRows(set);
    case 'union':
      return set.sets.map(selectSet).join(' UNION ');
    case 'intersection':
      return selectIntersection(set);
  }
}

function selectRows({ relation, where }: Rows): string {
  const { from, id } = RELATIONS[relation];
  return `SELECT ${id} AS "customerId" FROM ${from} WHERE ${where}`;
}

function selectIntersection({ sets, except }: Intersection): string {
  const [first, ...others] = sets.map((set, index) => fromItem(set, `s${index}`));
  if (!first) {
    throw new Error('an intersection has at least one set');
  }
  const joins = others.map(({ from, id }) => ` JOIN ${from} ON ${id} = ${first.id}`);
  const wheres = [first, ...others].flatMap(({ where }) => where ?? []);
  const where = allTrue([...wheres, ...except.map((set) => isNotIn(set, first.id))]);
  return `SELECT ${first.id} AS "customerId" FROM ${first.from}${joins.join('')} WHERE ${where}`;
}

/** NOT EXISTS and not NOT IN, of which PostgreSQL makes no anti-join. */
function isNotIn(set: CustomerSet, customerId: string): string {
  const { from, id, where } = fromItem(set, 'x');
  const conditions = [`${id} = ${customerId}`, ...(where === undefined ? [] : [where])];
  return `NOT EXISTS (SELECT FROM ${from} WHERE ${conditions.join(' AND ')})`;
}

interface FromItem {
  from: string;
  id: string;
  where?: string;
}

function fromItem(set: CustomerSet, alias: string): FromItem {
  if (set.kind === 'rows') {
    return { ...RELATIONS[set.relation], where: set.where };
  }
  return { from: `(${selectSet(set)}) ${alias}`, id: `${alias}."customerId"` };
}

function selectInOnePass(set: CustomerSet, relations: Relation[]): string {
  const optional = [...new Set(relations)]
    .filter((relation) => relation !== 'c')
    .map((relation) => RELATIONS[relation]);
  const joins = optional.map(({ from, id }) => ` LEFT JOIN ${from} ON ${id} = ${RELATIONS.c.id}`);
  const { from, id } = RELATIONS.c;
  return `SELECT ${id} AS "customerId" FROM ${from}${joins.join('')} WHERE ${isIn(set)}`;
}

/** True of a joined row whose customer is in `set`; NULL or false of any other. */
function isIn(set: CustomerSet): string {
  switch (set.kind) {
    case 'rows':
      return set.where;
    case 'union':
      return joinSql(set.sets.map(isIn), ' OR ');
    case 'intersection':
      return allTrue([...set.sets.map(isIn), ...set.except.map((excluded) => isNotTrue(isIn(excluded)))]);
  }
}
