import { newId } from '@herald/shared';
import type { SegmentRules } from '@herald/shared';
import type { CompiledRules, Pool, Prisma } from '@herald/platform';

/** Writes Segment. Audiences are selected, counted and frozen inside PostgreSQL. */
export class SegmentRepository {
  private readonly prisma: Prisma;
  private readonly pool: Pool;

  constructor(prisma: Prisma, pool: Pool) {
    this.prisma = prisma;
    this.pool = pool;
  }

  async countAudience({ text, values }: CompiledRules): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (${text}) AS audience`,
      values,
    );
    return rows[0]?.count ?? 0;
  }

  /** Any of the audience, at most `limit`. */
  async sampleAudience({ text, values }: CompiledRules, limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ customerId: string }>(
      `SELECT "customerId" FROM (${text}) AS audience LIMIT ${limit}`,
      values,
    );
    return rows.map(({ customerId }) => customerId);
  }

  /** Ids and size come from one statement, so that they always agree. */
  async insert(segment: { name: string; rules: SegmentRules }, { text, values }: CompiledRules): Promise<string> {
    const id = newId();
    const [idAt, nameAt, rulesAt] = [1, 2, 3].map((offset) => `$${values.length + offset}`);
    await this.pool.query(
      `INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize")
       SELECT ${idAt}::uuid, ${nameAt}::text, ${rulesAt}::jsonb,
              COALESCE(array_agg("customerId" ORDER BY "customerId"), '{}'), count(*)::int
       FROM (${text}) AS audience`,
      [...values, id, segment.name, JSON.stringify(segment.rules)],
    );
    return id;
  }

  findById(id: string) {
    return this.prisma.segment.findUnique({ where: { id } });
  }

  /** Newest first, those older than `beforeId`. */
  findPage(beforeId: string | undefined, limit: number) {
    return this.prisma.segment.findMany({
      where: beforeId === undefined ? {} : { id: { lt: beforeId } },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  /** Ids of the frozen audience in order, those after `afterId`. */
  async findAudiencePage(segmentId: string, afterId: string | undefined, limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT member.id FROM "Segment" s, unnest(s."audienceUserIds") AS member(id)
       WHERE s.id = $1 AND ($2::uuid IS NULL OR member.id > $2) ORDER BY member.id LIMIT $3`,
      [segmentId, afterId ?? null, limit],
    );
    return rows.map(({ id }) => id);
  }
}

export type StoredSegment = NonNullable<Awaited<ReturnType<SegmentRepository['findById']>>>;
