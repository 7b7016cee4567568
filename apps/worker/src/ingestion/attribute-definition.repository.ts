import type { AttributeType } from '@herald/shared';
import type { AttributeTypes, Transaction } from '@herald/platform';

interface Definition {
  key: string;
  type: AttributeType;
}

/** Writes AttributeDefinition. */
export class AttributeDefinitionRepository {
  /**
   * Defines those of the keys that have no type yet, for good once the transaction is
   * committed. Whoever brings the same new key at once waits for that.
   *
   * @returns what the types of all the keys are now.
   */
  async defineMissing(tx: Transaction, types: AttributeTypes): Promise<AttributeTypes> {
    if (types.size === 0) return types;
    const keys = [...types.keys()];
    const { rows } = await tx.query<Definition>(
      // In key order, so that two batches with the same new keys meet at the first of them.
      `WITH defined AS (
         INSERT INTO "AttributeDefinition" (key, type)
         SELECT key, type::"AttributeType" FROM unnest($1::text[], $2::text[]) AS given(key, type) ORDER BY key
         ON CONFLICT (key) DO NOTHING
         RETURNING key, type
       )
       SELECT key, type FROM defined
       UNION ALL
       SELECT key, type FROM "AttributeDefinition" WHERE key = ANY($1::text[])`,
      [keys, [...types.values()]],
    );
    // What others committed while this statement waited for them it does not see; another one does.
    return rows.length === keys.length ? toTypes(rows) : this.findTypes(tx, keys);
  }

  private async findTypes(tx: Transaction, keys: string[]): Promise<AttributeTypes> {
    const { rows } = await tx.query<Definition>(
      `SELECT key, type FROM "AttributeDefinition" WHERE key = ANY($1::text[])`,
      [keys],
    );
    return toTypes(rows);
  }
}

function toTypes(rows: Definition[]): AttributeTypes {
  return new Map(rows.map(({ key, type }) => [key, type]));
}
