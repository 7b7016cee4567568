import { type AttributeType, namesIn, type RuleContext, type SegmentReference } from '@herald/shared';

import type { Pool, Queryable } from '../db/pool.ts';
import { WITH_USED_SEGMENTS } from '../rules/used-segments.ts';
import type { WorkspaceDefaults } from './workspace.repository.ts';

type Named = Required<Pick<RuleContext, 'attributes' | 'segments' | 'campaigns'>> & Circumstances;

/** What every rule is read in. */
interface Circumstances extends WorkspaceDefaults {
  /** Then nobody has to be left out of what they select. */
  nobodyErased: boolean;
}

/** Reads what rules can name. Writes nothing. */
export class RuleContextRepository {
  private readonly pool: Pool;
  private readonly defaults: WorkspaceDefaults;

  /** @param defaults what holds until the workspace has settings of its own. */
  constructor(pool: Pool, defaults: WorkspaceDefaults) {
    this.pool = pool;
    this.defaults = defaults;
  }

  /**
   * Everything that the rules name and that exists, the segments that they lead to included, and the
   * settings of the workspace as they are now.
   */
  async load(rules: unknown, db: Queryable = this.pool): Promise<Named> {
    const named = namesIn(rules);
    const segments = await this.findSegments([...named.segments], db);
    const inside = [...segments.values()].map((segment) => namesIn(segment.rules));
    const all = [named, ...inside];
    const [attributes, campaigns] = [
      await this.findAttributes([...new Set(all.flatMap((names) => [...names.attributes]))], db),
      await this.findCampaigns([...new Set(all.flatMap((names) => [...names.campaigns]))], db),
    ];
    return { attributes, segments, campaigns, ...(await this.findCircumstances(db)) };
  }

  private async findCircumstances(db: Queryable): Promise<Circumstances> {
    const { timeZone, currency } = this.defaults;
    // Asked with every preview, so it is one question, which each connection plans once.
    const { rows } = await db.query<Circumstances>({
      name: 'rule-circumstances',
      text: `SELECT NOT EXISTS (SELECT FROM "Erasure") AS "nobodyErased", COALESCE(w."timeZone", $1) AS "timeZone",
                    COALESCE(w.currency, $2) AS currency
             FROM (VALUES (1)) AS always(id) LEFT JOIN "Workspace" w USING (id)`,
      values: [timeZone, currency],
    });
    const [circumstances] = rows;
    if (circumstances === undefined) throw new Error('the circumstances are one row');
    return circumstances;
  }

  private async findAttributes(keys: string[], db: Queryable): Promise<Map<string, AttributeType>> {
    if (keys.length === 0) return new Map();
    const { rows } = await db.query<{ key: string; type: AttributeType }>(
      `SELECT key, type FROM "AttributeDefinition" WHERE key = ANY ($1::text[])`,
      [keys],
    );
    return new Map(rows.map(({ key, type }) => [key, type]));
  }

  private async findCampaigns(ids: string[], db: Queryable): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const { rows } = await db.query<{ id: string; name: string }>(
      `SELECT id, name FROM "Campaign" WHERE id = ANY ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** The segments themselves and all that they lead to. */
  private async findSegments(ids: string[], db: Queryable): Promise<Map<string, SegmentReference>> {
    if (ids.length === 0) return new Map();
    const { rows } = await db.query<SegmentReference & { id: string }>(
      `${WITH_USED_SEGMENTS}
       SELECT s.id, s.name, lower(s.kind::text) AS kind, s.rules FROM used JOIN "Segment" s ON s.id = used.id`,
      [ids],
    );
    return new Map(rows.map(({ id, name, kind, rules }) => [id, { name, kind, rules }]));
  }
}
