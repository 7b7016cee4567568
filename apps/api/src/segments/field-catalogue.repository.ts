import { type AttributeType, MAX_TEXT_LENGTH } from '@herald/shared';
import type { Pool } from '@herald/platform';

import { LEAST_CUSTOMERS, type NamedThing, VALUES_PER_FIELD } from './field-suggestions.ts';

export interface Suggestion {
  field: string;
  value: string;
  /** How many of the customers that were looked at have it. */
  customers: number;
}

export interface KnownAttribute {
  key: string;
  type: AttributeType;
  /** Customers whose value is of another type. */
  misfits: number;
}

/** Customers that are looked at for suggestions; of more, a sample. */
const MOST_CUSTOMERS = 50_000;
const MOST_CHOICES = 100;
const MOST_ATTRIBUTES = 500;

/** Reads what customers have, for whoever builds rules. Writes nothing. */
export class FieldCatalogueRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async findAttributes(): Promise<KnownAttribute[]> {
    const { rows } = await this.pool.query<KnownAttribute>(
      `SELECT d.key, d.type, COALESCE(misfit.count, 0)::int AS misfits
       FROM "AttributeDefinition" d
       LEFT JOIN (SELECT key, count(*) AS count FROM "Customer" c, unnest(c."misfitAttributes") AS key
                  WHERE c."misfitAttributes" <> '{}' GROUP BY 1) misfit USING (key)
       ORDER BY d.key LIMIT ${MOST_ATTRIBUTES}`,
    );
    return rows;
  }

  /** Values of profile fields and text attributes as customers wrote them, most frequent first. */
  async findSuggestions(): Promise<Suggestion[]> {
    const { rows } = await this.pool.query<Suggestion>(
      // Values are counted by their folded form and shown in one of the forms that were sent.
      `WITH size AS (SELECT GREATEST(reltuples, 1) AS customers FROM pg_class WHERE oid = '"Customer"'::regclass),
       sample AS MATERIALIZED (
         SELECT c.id, c."emailKey", c.tags, c."tagKeys", c.attributes, c."attributeKeys"
         FROM "Customer" c TABLESAMPLE SYSTEM (LEAST(100, 100 * ${MOST_CUSTOMERS} / (SELECT customers FROM size))::real)
       ),
       seen(field, key, value) AS (
         SELECT place.field, place.key, place.value FROM sample JOIN "Address" a ON a."customerId" = sample.id,
           LATERAL (VALUES ('city', a."cityKey", a.city), ('state', a."stateKey", a.state),
                           ('country', a."countryKey", a.country), ('postalCode', a."postalCodeKey", a."postalCode")) AS place(field, key, value)
         UNION ALL
         SELECT 'emailDomain', split_part("emailKey", '@', -1), split_part("emailKey", '@', -1) FROM sample
         UNION ALL
         SELECT 'tags', tag.key, tag.value
         FROM sample, LATERAL (
           -- A tag that one customer has twice is no tag of two.
           SELECT key, min(value) AS value FROM unnest("tagKeys", tags) AS each(key, value) GROUP BY key
         ) tag
         UNION ALL
         SELECT 'attributes.' || d.key, sample."attributeKeys" ->> d.key, sample.attributes ->> d.key
         FROM (SELECT key FROM "AttributeDefinition" WHERE type = 'text' ORDER BY key LIMIT ${MOST_ATTRIBUTES}) d
         JOIN sample ON sample."attributeKeys" ? d.key
       ),
       counted AS (
         SELECT field, min(value) AS value, count(*) AS customers,
                row_number() OVER (PARTITION BY field ORDER BY count(*) DESC, min(value)) AS place
         FROM seen WHERE key <> '' AND length(value) <= ${MAX_TEXT_LENGTH} GROUP BY field, key HAVING count(*) >= ${LEAST_CUSTOMERS}
       )
       SELECT field, value, customers::int FROM counted WHERE place <= ${VALUES_PER_FIELD} ORDER BY field, place`,
    );
    return rows;
  }

  /** The latest of each. */
  async findChoices(): Promise<{ campaigns: NamedThing[]; segments: NamedThing[] }> {
    const [campaigns, segments] = await Promise.all([
      this.pool.query<NamedThing>(`SELECT id, name FROM "Campaign" ORDER BY id DESC LIMIT ${MOST_CHOICES}`),
      this.pool.query<NamedThing>(`SELECT id, name FROM "Segment" ORDER BY id DESC LIMIT ${MOST_CHOICES}`),
    ]);
    return { campaigns: campaigns.rows, segments: segments.rows };
  }
}
