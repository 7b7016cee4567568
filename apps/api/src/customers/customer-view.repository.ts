import type { Prisma, Queryable } from '@herald/platform';
import type { CustomerSort } from '@herald/shared';

import type { CustomerPosition } from './customer-cursor.ts';
import { countMatching, partsOf, selectPart } from './customer-list-query.ts';
import type { CustomerFilters, ListPart, PartSearch } from './customer-list-query.ts';
import { PROFILE_COLUMNS, PROFILE_JOINS, toProfile } from './customer-queries.ts';
import type { CustomerProfile, ProfileRow } from './customer-queries.ts';

export interface CustomerSearch {
  filters: CustomerFilters;
  sort: CustomerSort;
  after: CustomerPosition | undefined;
  limit: number;
}

export interface ListedCustomer extends CustomerPosition {
  profile: CustomerProfile;
}

interface FoundId {
  id: string;
  value: Date | string | number | null;
}

const WITH_ADDRESS_AND_TOTALS = { address: true, totals: true } as const;
const LATEST_ORDERS = 100;

/** Reads customers. Writes nothing. */
export class CustomerViewRepository {
  private readonly prisma: Prisma;

  constructor(prisma: Prisma) {
    this.prisma = prisma;
  }

  /** Those after `after`, sorted; who has the same value by id. */
  async findPage(db: Queryable, search: CustomerSearch): Promise<ListedCustomer[]> {
    const found: FoundId[] = [];
    for (const part of partsAfter(search)) {
      const limit = search.limit - found.length;
      if (limit === 0) break;
      const after = isIn(part, search.after) ? search.after : undefined;
      found.push(...(await findPart(db, { ...search, part, after, limit })));
    }
    const profiles = await findProfiles(
      db,
      found.map(({ id }) => id),
    );
    return found.flatMap(({ id, value }) => {
      const profile = profiles.get(id);
      return profile === undefined ? [] : [{ id, value: toText(value), profile }];
    });
  }

  async count(db: Queryable, filters: CustomerFilters): Promise<number> {
    const { text, values } = countMatching(filters);
    const { rows } = await db.query<{ count: number }>(text, values);
    return rows[0]?.count ?? 0;
  }

  findById(id: string) {
    return this.prisma.customer.findUnique({
      where: { id },
      include: {
        ...WITH_ADDRESS_AND_TOTALS,
        orders: { include: { items: { orderBy: { id: 'asc' } } }, orderBy: { orderedAt: 'desc' }, take: LATEST_ORDERS },
      },
    });
  }
}

async function findPart(db: Queryable, search: PartSearch): Promise<FoundId[]> {
  let found: FoundId[] = [];
  for (const { text, values } of selectPart(search)) {
    found = (await db.query<FoundId>(text, values)).rows;
    if (found.length === search.limit) break;
  }
  return found;
}

/** What of the list is still to come. */
function partsAfter({ sort, after }: CustomerSearch): ListPart[] {
  return partsOf(sort).filter((part) => part === 'others' || after === undefined || isIn(part, after));
}

function isIn(part: ListPart, position: CustomerPosition | undefined): boolean {
  return position !== undefined && (position.value !== null) === (part === 'valued');
}

function toText(value: FoundId['value']): string | null {
  if (value === null) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}

async function findProfiles(db: Queryable, ids: string[]): Promise<Map<string, CustomerProfile>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<ProfileRow>(
    `SELECT ${PROFILE_COLUMNS} FROM "Customer" c ${PROFILE_JOINS} WHERE c.id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, toProfile(row)]));
}
