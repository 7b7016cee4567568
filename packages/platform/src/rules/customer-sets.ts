import type { Relation } from './columns.ts';

/**
 * Rules are sets of customers: a condition is one, "and" intersects, "or" unites, "not"
 * takes the rest. Sets leave no room for SQL's third truth value, and they can be
 * written as the joins, UNIONs and anti-joins that one would choose by hand.
 */
export type CustomerSet = Rows | Query | Union | Intersection;

/**
 * The customers with a row in `relation` of which `where` is true (NULL is not). Except
 * in `c`, where everybody has a row, `where` is never true of a row of NULLs, so that an
 * outer join of the relation finds the same customers.
 */
export interface Rows {
  kind: 'rows';
  relation: Relation;
  where: string;
}

/** The customers that a query of its own finds, in its column "customerId". */
export interface Query {
  kind: 'query';
  /** Each once. */
  distinct: string;
  /** The same, and maybe more than once, where that is found more quickly. */
  members?: string;
  /** The same as one column without NULLs, of which PostgreSQL always makes a hash table. */
  list?: string;
}

const EVERY_ROW = 'TRUE';

/** At least two sets, at most one `Rows` of each relation. */
export interface Union {
  kind: 'union';
  sets: CustomerSet[];
}

/** The customers in all of `sets` (at least one) and in none of `except`; no relation is in `Rows` of both. */
export interface Intersection {
  kind: 'intersection';
  sets: CustomerSet[];
  except: CustomerSet[];
}

/**
 * The customers in `set`, or all others. Who has no address or no order is in no set of
 * such rows, so what is true of them can only be said as a complement. Every customer
 * is in "Customer", so a complement is never one of plain `Rows` of `c`.
 */
export interface Audience {
  set: CustomerSet;
  isComplement: boolean;
}

export function queryAudience(query: Omit<Query, 'kind'>): Audience {
  return { set: { kind: 'query', ...query }, isComplement: false };
}

export function complement({ set, isComplement }: Audience): Audience {
  return isRows(set) && set.relation === 'c'
    ? { set: { ...set, where: isNotTrue(set.where) }, isComplement }
    : { set, isComplement: !isComplement };
}

/** The customers in every one of `audiences`. */
export function allOf(audiences: Audience[]): Audience {
  const { sets, complements } = separate(audiences);
  return sets.length > 0
    ? { set: intersection(sets, complements), isComplement: false }
    : { set: union(complements), isComplement: true };
}

/** The customers in at least one of `audiences`. */
export function anyOf(audiences: Audience[]): Audience {
  const { sets, complements } = separate(audiences);
  return complements.length > 0
    ? { set: intersection(complements, sets), isComplement: true }
    : { set: union(sets), isComplement: false };
}

/** `audience` as a set, for which every customer is read if need be. */
export function toSet({ set, isComplement }: Audience): CustomerSet {
  return isComplement ? intersection([{ kind: 'rows', relation: 'c', where: EVERY_ROW }], [set]) : set;
}

function separate(audiences: Audience[]) {
  return {
    sets: audiences.filter(({ isComplement }) => !isComplement).map(({ set }) => set),
    complements: audiences.filter(({ isComplement }) => isComplement).map(({ set }) => set),
  };
}

function union(sets: CustomerSet[]): CustomerSet {
  const members = unionMembers(sets);
  return onlyOneOf(members) ?? { kind: 'union', sets: members };
}

/** The same customers as `sets` together, with one `Rows` for each relation. */
function unionMembers(sets: CustomerSet[]): CustomerSet[] {
  return mergeRows(
    sets.flatMap((set) => (set.kind === 'union' ? set.sets : [set])),
    ' OR ',
  );
}

function intersection(sets: CustomerSet[], except: CustomerSet[]): CustomerSet {
  const inner = sets.map((set) => (set.kind === 'intersection' ? set : { sets: [set], except: [] }));
  const members = mergeRows(
    inner.flatMap((set) => set.sets),
    ' AND ',
  );
  const excluded = unionMembers([...except, ...inner.flatMap((set) => set.except)]);
  return subtract(members, excluded);
}

/** What is excluded by a row that is read anyway costs no look-up of its own. */
function subtract(members: CustomerSet[], excluded: CustomerSet[]): CustomerSet {
  const sets = members.map((member) => {
    const sameRow = excluded.find((set) => isRowsOf(set, member));
    return isRows(member) && sameRow && isRows(sameRow)
      ? { ...member, where: allTrue([member.where, isNotTrue(sameRow.where)]) }
      : member;
  });
  const except = excluded.filter((set) => !members.some((member) => isRowsOf(set, member)));
  const only = onlyOneOf(sets);
  return only && except.length === 0 ? only : { kind: 'intersection', sets, except };
}

function mergeRows(sets: CustomerSet[], operator: ' AND ' | ' OR '): CustomerSet[] {
  const wheres = new Map<Relation, string[]>();
  for (const { relation, where } of sets.filter(isRows)) {
    wheres.set(relation, [...(wheres.get(relation) ?? []), where]);
  }
  const rows = [...wheres].map(([relation, parts]): Rows => ({
    kind: 'rows',
    relation,
    where: joinSql(parts, operator),
  }));
  return [...rows, ...sets.filter((set) => !isRows(set))];
}

/** `parts` as one operand: in brackets when there are more than one. */
export function joinSql(parts: string[], operator: ' AND ' | ' OR '): string {
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : `(${parts.join(operator)})`;
}

/** True when each of `parts` is; never says more than it has to. */
export function allTrue(parts: string[]): string {
  const telling = parts.filter((part) => part !== EVERY_ROW);
  return telling.length > 0 ? joinSql(telling, ' AND ') : EVERY_ROW;
}

/** Whatever `sql` is not true of, what it is NULL of included. */
export function isNotTrue(sql: string): string {
  return `(${sql}) IS NOT TRUE`;
}

function isRows(set: CustomerSet): set is Rows {
  return set.kind === 'rows';
}

function isRowsOf(set: CustomerSet, other: CustomerSet): boolean {
  return isRows(set) && isRows(other) && set.relation === other.relation;
}

function onlyOneOf<Item>(items: Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}
