import { foldText } from '@herald/shared';

import { arrayLiteral, type ArrayElement } from '../db/array-literal.ts';
import { copyRows } from '../db/copy-rows.ts';
import type { CopyValue } from '../db/copy-text.ts';
import { type AttributeTypes, foldOrNull, readAttributes } from '../db/key-columns.ts';
import type { Transaction } from '../db/pool.ts';
import { ADDRESS_BITS, CUSTOMER_FIELD_BITS } from '../ingestion/customer-fields.ts';
import type { CustomerValues } from '../ingestion/customer-fields.ts';
import { storeHistory } from '../ingestion/write-history.ts';
import type { StoredHistory, WriteHistory } from '../ingestion/write-history.ts';

/** A customer as it is before a batch: who it is, and which write owns which field. */
export interface KnownCustomer extends StoredHistory {
  id: string;
  externalId: string | null;
  email: string | null;
}

/** Who a customer was. */
export interface ErasedCustomer {
  id: string;
  externalId: string | null;
  email: string | null;
}

/** What one customer becomes. `changed` has the bits of the fields of `values` to write. */
export interface CustomerWrite {
  id: string;
  isNew: boolean;
  values: CustomerValues;
  changed: number;
  history: WriteHistory;
  /** Of a customer that exists: whether an `externalId` or email that somebody may hold is given up or taken. */
  changesIdentity: boolean;
}

/** Takes the new value when the write has the field's bit, else leaves the old one alone. */
const ifWritten = (bit: number, column: string) =>
  `"${column}" = CASE WHEN w.changed & ${bit} <> 0 THEN w."${column}" ELSE c."${column}" END`;

const BITS = CUSTOMER_FIELD_BITS;

/** Writes Customer and Address. */
export class CustomerRepository {
  /**
   * Every customer that one of the identities names, locked in id order until the
   * transaction ends, so that two batches on one customer wait for each other.
   */
  async lockByIdentity(
    tx: Transaction,
    identities: { ids: string[]; externalIds: string[]; emailKeys: string[] },
  ): Promise<KnownCustomer[]> {
    const { rows } = await tx.query<KnownCustomer>(
      `SELECT id, "externalId", email, "writtenBy", "writtenFields", "olderWrites" FROM "Customer"
       WHERE id = ANY($1::uuid[]) OR "externalId" = ANY($2::text[]) OR "emailKey" = ANY($3::text[])
       ORDER BY id FOR NO KEY UPDATE`,
      [identities.ids, identities.externalIds, identities.emailKeys],
    );
    return rows;
  }

  /** @param types those of every custom attribute that is written. */
  async write(tx: Transaction, writes: CustomerWrite[], types: AttributeTypes): Promise<void> {
    const changed = writes.filter((write) => !write.isNew);
    const created = writes.filter((write) => write.isNew);
    await this.releaseIdentities(tx, changed);
    if (changed.length > 0) await this.update(tx, changed, types);
    if (created.length > 0) await this.insert(tx, created, types);
    const withAddress = writes.filter((write) => (write.changed & ADDRESS_BITS) !== 0);
    await this.insertAddresses(
      tx,
      withAddress.filter((write) => write.isNew),
    );
    await this.upsertAddresses(
      tx,
      withAddress.filter((write) => !write.isNew),
    );
  }

  /**
   * Makes nobody of a customer: what it counted for stays, who it was does not.
   *
   * @returns who it was, with everything that says so; undefined when there is no such customer.
   */
  async erase(tx: Transaction, id: string, erasedAt: Date): Promise<ErasedCustomer | undefined> {
    const { rows } = await tx.query<ErasedCustomer>(
      `SELECT id, "externalId", email FROM "Customer" WHERE id = $1 FOR UPDATE`,
      [id],
    );
    const [customer] = rows;
    if (customer === undefined) return undefined;
    await tx.query(
      `UPDATE "Customer"
       SET "externalId" = NULL, name = NULL, "nameKey" = NULL, email = NULL, "emailKey" = NULL, phone = NULL,
           "phoneKey" = NULL, visits = 0, tags = '{}', "tagKeys" = '{}', attributes = '{}', "attributeKeys" = '{}',
           "misfitAttributes" = '{}', unsubscribed = TRUE, "olderWrites" = NULL, "updatedAt" = $2, "erasedAt" = $2
       WHERE id = $1`,
      [id, erasedAt],
    );
    await tx.query(`DELETE FROM "Address" WHERE "customerId" = $1`, [id]);
    return customer;
  }

  /** First all give up what they held, because two customers may swap an email in one batch. */
  private async releaseIdentities(tx: Transaction, writes: CustomerWrite[]): Promise<void> {
    const ids = writes.filter((write) => write.changesIdentity).map((write) => write.id);
    if (ids.length === 0) return;
    // Orders that arrive meanwhile hold their customers, in id order; so the keys change in that order too.
    await tx.query(`SELECT 1 FROM "Customer" WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`, [ids]);
    await tx.query(`UPDATE "Customer" SET "externalId" = NULL, "emailKey" = NULL WHERE id = ANY($1::uuid[])`, [ids]);
  }

  private async insert(tx: Transaction, writes: CustomerWrite[], types: AttributeTypes): Promise<void> {
    // Two batches that bring the same new customers meet at the first of them.
    const inOrder = writes.toSorted(byIdentity);
    const rows = inOrder.map((write) => customerRow(write, types));
    await copyRows(tx, `COPY "Customer" (${CUSTOMER_COLUMNS}) FROM STDIN`, rows);
  }

  private async update(tx: Transaction, writes: CustomerWrite[], types: AttributeTypes): Promise<void> {
    await tx.query(
      // externalId and email come from the plan even when unchanged: releaseIdentities may have emptied them.
      `UPDATE "Customer" c
       SET "externalId" = w."externalId", email = w.email, "emailKey" = w."emailKey",
           ${ifWritten(BITS.name, 'name')}, ${ifWritten(BITS.name, 'nameKey')},
           ${ifWritten(BITS.phone, 'phone')}, ${ifWritten(BITS.phone, 'phoneKey')},
           ${ifWritten(BITS.visits, 'visits')}, ${ifWritten(BITS.createdAt, 'createdAt')},
           ${ifWritten(BITS.unsubscribed, 'unsubscribed')},
           ${ifWritten(BITS.tags, 'tags')}, ${ifWritten(BITS.tags, 'tagKeys')},
           ${ifWritten(BITS.attributes, 'attributes')}, ${ifWritten(BITS.attributes, 'attributeKeys')},
           ${ifWritten(BITS.attributes, 'misfitAttributes')},
           "updatedAt" = now(), "writtenBy" = w."writtenBy", "writtenFields" = w."writtenFields",
           "olderWrites" = w."olderWrites"
       FROM ${CUSTOMER_ROWS} WHERE c.id = w.id`,
      customerParameters(writes, types),
    );
  }

  /** Of new customers, who cannot have one yet. */
  private async insertAddresses(tx: Transaction, writes: CustomerWrite[]): Promise<void> {
    if (writes.length > 0) await copyRows(tx, `COPY "Address" (${ADDRESS_COLUMNS}) FROM STDIN`, writes.map(addressRow));
  }

  private async upsertAddresses(tx: Transaction, existing: CustomerWrite[]): Promise<void> {
    if (existing.length === 0) return;
    // A new value wins only where its bit is set; on a new row the others are null anyway.
    await tx.query(
      `INSERT INTO "Address" (${ADDRESS_COLUMNS}) SELECT ${ADDRESS_COLUMNS} FROM ${ADDRESS_ROWS}
       ON CONFLICT ("customerId") DO NOTHING`,
      addressParameters(existing),
    );
    await tx.query(
      `UPDATE "Address" c
       SET ${ifWritten(BITS.line1, 'line1')}, ${ifWritten(BITS.line2, 'line2')},
           ${ifWritten(BITS.city, 'city')}, ${ifWritten(BITS.city, 'cityKey')},
           ${ifWritten(BITS.state, 'state')}, ${ifWritten(BITS.state, 'stateKey')},
           ${ifWritten(BITS.country, 'country')}, ${ifWritten(BITS.country, 'countryKey')},
           ${ifWritten(BITS.postalCode, 'postalCode')}, ${ifWritten(BITS.postalCode, 'postalCodeKey')}
       FROM ${ADDRESS_ROWS} WHERE c."customerId" = w."customerId"`,
      addressParameters(existing),
    );
  }
}

const CUSTOMER_COLUMNS = `id, "externalId", email, "emailKey", name, "nameKey", phone, "phoneKey", visits, tags, "tagKeys",
  attributes, "attributeKeys", "misfitAttributes", unsubscribed, "createdAt", "writtenBy", "writtenFields", "olderWrites"`;

/** In the order of `CUSTOMER_COLUMNS`. */
function customerRow({ id, values, history }: CustomerWrite, types: AttributeTypes): CopyValue[] {
  const { keys, misfits } = readAttributes(values.attributes, types);
  const { writtenBy, writtenFields, olderWrites } = storeHistory(history);
  return [
    id,
    values.externalId,
    values.email,
    foldOrNull(values.email),
    values.name,
    foldOrNull(values.name),
    values.phone,
    foldOrNull(values.phone),
    values.visits,
    arrayLiteral(values.tags),
    arrayLiteral(values.tags.map(foldText)),
    JSON.stringify(values.attributes),
    JSON.stringify(keys),
    arrayLiteral(misfits),
    values.unsubscribed,
    values.createdAt,
    writtenBy,
    writtenFields,
    olderWrites === null ? null : JSON.stringify(olderWrites),
  ];
}

const CUSTOMER_ROWS = `(
  SELECT r.id, r."externalId", r.email, r."emailKey", r.name, r."nameKey", r.phone, r."phoneKey", r.visits,
         r.tags::text[] AS tags, r."tagKeys"::text[] AS "tagKeys", r.attributes::jsonb AS attributes,
         r."attributeKeys"::jsonb AS "attributeKeys", r."misfitAttributes"::text[] AS "misfitAttributes",
         r.unsubscribed, r."createdAt", r."writtenBy", r."writtenFields", r."olderWrites"::jsonb AS "olderWrites", r.changed
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
              $9::int[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::boolean[],
              $16::timestamptz[], $17::uuid[], $18::int[], $19::text[], $20::int[])
    AS r(${CUSTOMER_COLUMNS}, changed)
) w`;

const customerParameters = (writes: CustomerWrite[], types: AttributeTypes) =>
  columnLiterals(writes.map((write) => [...customerRow(write, types), write.changed]));

const ADDRESS_COLUMNS = `"customerId", line1, line2, city, "cityKey", state, "stateKey", country, "countryKey",
  "postalCode", "postalCodeKey"`;

/** In the order of `ADDRESS_COLUMNS`. */
function addressRow({ id, values }: CustomerWrite): CopyValue[] {
  return [
    id,
    values.line1,
    values.line2,
    values.city,
    foldOrNull(values.city),
    values.state,
    foldOrNull(values.state),
    values.country,
    foldOrNull(values.country),
    values.postalCode,
    foldOrNull(values.postalCode),
  ];
}

const ADDRESS_ROWS = `unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
  $8::text[], $9::text[], $10::text[], $11::text[], $12::int[]) AS w(${ADDRESS_COLUMNS}, changed)`;

const addressParameters = (writes: CustomerWrite[]) =>
  columnLiterals(writes.map((write) => [...addressRow(write), write.changed]));

/** Rows turned into one array for each column, as `unnest` takes them. */
function columnLiterals(rows: ArrayElement[][]): string[] {
  const columns = rows[0]?.map((_, column) => rows.map((row) => row[column] ?? null)) ?? [];
  return columns.map(arrayLiteral);
}

function byIdentity(a: CustomerWrite, b: CustomerWrite): number {
  return compareTexts(a.values.externalId, b.values.externalId) || compareTexts(a.values.email, b.values.email);
}

function compareTexts(a: string | null, b: string | null): number {
  const [first, second] = [a ?? '', b ?? ''];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
