import { foldText } from '@herald/shared';
import { escapeLike } from '@herald/platform';
import type { Pool, Prisma } from '@herald/platform';

export interface CustomerSearch {
  text: string | undefined;
  beforeId: string | undefined;
  limit: number;
}

const WITH_ADDRESS_AND_TOTALS = { address: true, totals: true } as const;
const LATEST_ORDERS = 100;

/** Reads customers. Writes nothing. */
export class CustomerViewRepository {
  private readonly prisma: Prisma;
  private readonly pool: Pool;

  constructor(prisma: Prisma, pool: Pool) {
    this.prisma = prisma;
    this.pool = pool;
  }

  /** Newest first, those older than `beforeId`. */
  async findPage(search: CustomerSearch) {
    const ids = await this.findIds(search);
    const customers = await this.prisma.customer.findMany({
      where: { id: { in: ids } },
      include: WITH_ADDRESS_AND_TOTALS,
      orderBy: { id: 'desc' },
    });
    return customers;
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

  /** In SQL, because Prisma's `contains` reads % and _ in the text as wildcards. */
  private async findIds({ text, beforeId, limit }: CustomerSearch): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT id FROM "Customer"
       WHERE ($1::uuid IS NULL OR id < $1)
         AND ($2::text IS NULL OR "nameKey" LIKE $2 OR "emailKey" LIKE $2 OR "externalId" = $3)
       ORDER BY id DESC LIMIT $4`,
      [beforeId ?? null, text === undefined ? null : `%${escapeLike(foldText(text))}%`, text ?? null, limit],
    );
    return rows.map(({ id }) => id);
  }
}
