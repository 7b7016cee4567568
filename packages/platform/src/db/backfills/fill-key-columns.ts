import { type AttributeType, foldText } from '@herald/shared';

import { arrayLiteral } from '../array-literal.ts';
import { addMissingTypes, type Attributes, type AttributeTypes, foldOrNull, readAttributes } from '../key-columns.ts';
import { type Pool, type Transaction, withRetriedTransaction } from '../pool.ts';

const PAGE_SIZE = 2_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Fills the `PAGE_SIZE` rows after an id; resolves to the id of the last, undefined when there are no more. */
type FillPage = (tx: Transaction, after: string) => Promise<string | undefined>;

/**
 * Fills the columns in which Customer, Address, OrderItem and Segment hold what is compared, as the
 * worker does for what it writes. A custom attribute gets the type of its first value in the
 * order of customer ids. Rows that have their keys are not written again.
 */
export async function fillKeyColumns(pool: Pool): Promise<void> {
  for (const fillPage of [fillCustomers, fillAddresses, fillItems, fillSegments]) await fillInPages(pool, fillPage);
}

/** Fills the column by which campaigns are searched. */
export function fillCampaignNames(pool: Pool): Promise<void> {
  return fillInPages(pool, fillCampaigns);
}

/** A transaction for each page, so that rows are locked for a moment and memory is that of one page. */
async function fillInPages(pool: Pool, fillPage: FillPage): Promise<void> {
  let after: string | undefined = BEFORE_ALL;
  while (after !== undefined) {
    const from: string = after;
    after = await withRetriedTransaction(pool, (tx) => fillPage(tx, from));
  }
}

const fillCustomers: FillPage = async (tx, after) => {
  const { rows } = await tx.query<{ id: string; phone: string | null; attributes: Attributes }>(
    `SELECT id, phone, attributes FROM "Customer" WHERE id > $1 ORDER BY id LIMIT $2 FOR NO KEY UPDATE`,
    [after, PAGE_SIZE],
  );
  const types = await settleTypes(
    tx,
    rows.map(({ attributes }) => attributes),
  );
  const read = rows.map(({ attributes }) => readAttributes(attributes, types));
  await tx.query(
    `UPDATE "Customer" c
     SET "phoneKey" = w."phoneKey", "attributeKeys" = w."attributeKeys", "misfitAttributes" = w."misfitAttributes"
     FROM (SELECT r.id, r."phoneKey", r."attributeKeys"::jsonb AS "attributeKeys",
                  r."misfitAttributes"::text[] AS "misfitAttributes"
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
             AS r(id, "phoneKey", "attributeKeys", "misfitAttributes")) w
     WHERE c.id = w.id AND (c."phoneKey", c."attributeKeys", c."misfitAttributes")
       IS DISTINCT FROM (w."phoneKey", w."attributeKeys", w."misfitAttributes")`,
    [
      arrayLiteral(rows.map(({ id }) => id)),
      arrayLiteral(rows.map(({ phone }) => foldOrNull(phone))),
      arrayLiteral(read.map(({ keys }) => JSON.stringify(keys))),
      arrayLiteral(read.map(({ misfits }) => arrayLiteral(misfits))),
    ],
  );
  return lastOfFullPage(rows);
};

/** Defines the keys that have no type yet by the first of these attributes that has them. */
async function settleTypes(tx: Transaction, attributes: Attributes[]): Promise<AttributeTypes> {
  const firstTypes = new Map<string, AttributeType>();
  for (const each of attributes) addMissingTypes(firstTypes, each);
  await tx.query(
    `INSERT INTO "AttributeDefinition" (key, type)
     SELECT key, type::"AttributeType" FROM unnest($1::text[], $2::text[]) AS given(key, type) ORDER BY key
     ON CONFLICT (key) DO NOTHING`,
    [[...firstTypes.keys()], [...firstTypes.values()]],
  );
  const { rows } = await tx.query<{ key: string; type: AttributeType }>(
    `SELECT key, type FROM "AttributeDefinition" WHERE key = ANY($1::text[])`,
    [[...firstTypes.keys()]],
  );
  return new Map(rows.map(({ key, type }) => [key, type]));
}

const fillAddresses: FillPage = async (tx, after) => {
  const { rows } = await tx.query<{ id: string; postalCode: string | null }>(
    `SELECT "customerId" AS id, "postalCode" FROM "Address"
     WHERE "customerId" > $1 ORDER BY "customerId" LIMIT $2 FOR NO KEY UPDATE`,
    [after, PAGE_SIZE],
  );
  await tx.query(
    `UPDATE "Address" a SET "postalCodeKey" = w."postalCodeKey"
     FROM unnest($1::uuid[], $2::text[]) AS w(id, "postalCodeKey")
     WHERE a."customerId" = w.id AND a."postalCodeKey" IS DISTINCT FROM w."postalCodeKey"`,
    [arrayLiteral(rows.map(({ id }) => id)), arrayLiteral(rows.map(({ postalCode }) => foldOrNull(postalCode)))],
  );
  return lastOfFullPage(rows);
};

const fillItems: FillPage = async (tx, after) => {
  const { rows } = await tx.query<{ id: string; sku: string | null; name: string; category: string | null }>(
    `SELECT id, sku, name, category FROM "OrderItem" WHERE id > $1 ORDER BY id LIMIT $2 FOR NO KEY UPDATE`,
    [after, PAGE_SIZE],
  );
  await tx.query(
    `UPDATE "OrderItem" i SET "skuKey" = w."skuKey", "nameKey" = w."nameKey", "categoryKey" = w."categoryKey"
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS w(id, "skuKey", "nameKey", "categoryKey")
     WHERE i.id = w.id
       AND (i."skuKey", i."nameKey", i."categoryKey") IS DISTINCT FROM (w."skuKey", w."nameKey", w."categoryKey")`,
    [
      arrayLiteral(rows.map(({ id }) => id)),
      arrayLiteral(rows.map(({ sku }) => foldOrNull(sku))),
      arrayLiteral(rows.map(({ name }) => foldText(name))),
      arrayLiteral(rows.map(({ category }) => foldOrNull(category))),
    ],
  );
  return lastOfFullPage(rows);
};

function lastOfFullPage(rows: { id: string }[]): string | undefined {
  return rows.length < PAGE_SIZE ? undefined : rows.at(-1)?.id;
}

const fillSegments: FillPage = (tx, after) =>
  fillNames(tx, after, {
    select: 'SELECT id, name FROM "Segment" WHERE id > $1 ORDER BY id LIMIT $2 FOR NO KEY UPDATE',
    update: `UPDATE "Segment" s SET "nameKey" = w."nameKey" FROM unnest($1::uuid[], $2::text[]) AS w(id, "nameKey")
             WHERE s.id = w.id AND s."nameKey" IS DISTINCT FROM w."nameKey"`,
  });

const fillCampaigns: FillPage = (tx, after) =>
  fillNames(tx, after, {
    select: 'SELECT id, name FROM "Campaign" WHERE id > $1 ORDER BY id LIMIT $2 FOR NO KEY UPDATE',
    update: `UPDATE "Campaign" c SET "nameKey" = w."nameKey" FROM unnest($1::uuid[], $2::text[]) AS w(id, "nameKey")
             WHERE c.id = w.id AND c."nameKey" IS DISTINCT FROM w."nameKey"`,
  });

async function fillNames(
  tx: Transaction,
  after: string,
  { select, update }: { select: string; update: string },
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string; name: string }>(select, [after, PAGE_SIZE]);
  const keys = rows.map(({ name }) => foldText(name));
  await tx.query(update, [arrayLiteral(rows.map(({ id }) => id)), arrayLiteral(keys)]);
  return lastOfFullPage(rows);
}
