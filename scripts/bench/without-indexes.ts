import type { Transaction } from '@herald/platform';

/**
 * Runs `work` on tables without their indexes, which are made again when it is done: quicker
 * than to keep them up row by row. Primary keys stay. All in the caller's transaction, so
 * work that fails leaves the indexes as they were.
 */
export async function withoutIndexes(tx: Transaction, tables: string[], work: () => Promise<void>): Promise<void> {
  const { rows: indexes } = await tx.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index WHERE indrelid = ANY ($1::regclass[]) AND NOT indisprimary ORDER BY 1`,
    [tables.map((table) => `"${table}"`)],
  );
  await tx.query(`DROP INDEX ${indexes.map(({ name }) => name).join(', ')}`);
  await work();
  for (const { definition } of indexes) await tx.query(definition);
}
