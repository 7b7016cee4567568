import type { Pool } from '@herald/platform';

/** Herald's tables once more, beside them: the same columns, indexes and foreign keys. */
export async function createBareTables(pool: Pool): Promise<void> {
  await pool.query('CREATE SCHEMA bare');
  for (const table of ['Customer', 'Address', 'Order', 'OrderItem']) {
    await pool.query(`CREATE TABLE bare."${table}" (LIKE public."${table}" INCLUDING ALL)`);
  }
  // LIKE leaves foreign keys out.
  const references = [
    ['Address', 'customerId', 'Customer'],
    ['Order', 'customerId', 'Customer'],
    ['OrderItem', 'orderId', 'Order'],
  ];
  for (const [table, column, target] of references) {
    await pool.query(
      `ALTER TABLE bare."${table}" ADD FOREIGN KEY ("${column}") REFERENCES bare."${target}" ON DELETE CASCADE`,
    );
  }
}
