import { foldText, newId, readAttribute } from '@herald/shared';
import type { Client } from 'pg';

import type { GeneratedCustomer, World } from './worlds.ts';

/** Every table that rules read, with the columns that they read or that a row must have. */
const COLUMNS = {
  Customer:
    'id name nameKey email emailKey phone phoneKey tags tagKeys visits unsubscribed createdAt ' +
    'attributes attributeKeys misfitAttributes writtenBy writtenFields',
  Address: 'customerId cityKey stateKey countryKey postalCodeKey',
  CustomerTotals: 'customerId totalSpend orderCount firstOrderAt lastOrderAt',
  Order: 'id externalId customerId status amount orderedAt writtenBy writtenFields',
  OrderItem: 'id orderId customerId sku skuKey name nameKey category categoryKey quantity price',
  Segment: 'id name rules audienceUserIds audienceSize',
  Campaign: 'id name messageTemplate segmentId status',
  CommunicationLog:
    'id campaignId customerId personalizedMessage status acceptedAt sentAt failedAt deliveryReceiptStatus',
  Erasure: 'id customerId createdAt cleared',
};
type Table = keyof typeof COLUMNS;
const TABLES = Object.keys(COLUMNS) as Table[];

function columnsOf(table: Table): string[] {
  return COLUMNS[table].split(' ');
}

type Row = Record<string, unknown>;

const PROFILE = ['name', 'email', 'phone', 'city', 'state', 'country', 'postalCode'] as const;
const NO_FIELD = { writtenFields: 0 };

/** Runs `ask` while the customers of the world are there, and leaves nothing behind. */
export async function withWorld<Answer>(client: Client, world: World, ask: () => Promise<Answer>): Promise<Answer> {
  await client.query('BEGIN');
  try {
    const rows = rowsOf(world);
    await client.query({
      name: 'insert-world',
      text: INSERT,
      values: TABLES.map((table) => toJson(table, rows[table])),
    });
    return await ask();
  } finally {
    await client.query('ROLLBACK');
  }
}

/** All tables in one statement, which is prepared: one by one they would take as long as what is asked of them. */
const INSERT = `WITH ${TABLES.map((table, index) => {
  const columns = columnsOf(table)
    .map((column) => `"${column}"`)
    .join(', ');
  const rows = `json_populate_recordset(NULL::"${table}", $${index + 1}::json)`;
  return `"into${table}" AS (INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM ${rows})`;
}).join(', ')} SELECT 1`;

function toJson(table: Table, rows: Row[]): string {
  const written = rows.map((row) => Object.fromEntries(columnsOf(table).map((column) => [column, row[column]])));
  return JSON.stringify(written, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** As the worker would write them. */
function rowsOf({ customers, context }: World): Record<Table, Row[]> {
  const people = customers.map((customer) => ({
    ...customer,
    ...Object.fromEntries(PROFILE.map((field) => [`${field}Key`, fold(customer[field])])),
    ...NO_FIELD,
    customerId: customer.id,
    writtenBy: customer.id,
    tagKeys: customer.tags.map(foldText),
    attributeKeys: attributeKeys(customer, context),
    misfitAttributes: [],
  }));
  const orders = customers.flatMap((customer) =>
    customer.orders.map((order) => ({ ...order, ...NO_FIELD, customerId: customer.id, writtenBy: order.id })),
  );
  const campaignsOf = { id: newId(), name: 'of campaigns', rules: {}, audienceUserIds: [], audienceSize: 0 };
  return {
    Customer: people,
    Address: people.filter(({ hasAddress }) => hasAddress),
    CustomerTotals: people.filter(({ hasTotals }) => hasTotals),
    Order: orders,
    OrderItem: orders.flatMap(itemRows),
    Segment: [campaignsOf, ...staticSegments(customers, context)],
    Campaign: [...(context.campaigns?.keys() ?? [])].map((id) => {
      return { id, name: id, messageTemplate: '', segmentId: campaignsOf.id, status: 'COMPLETED' };
    }),
    CommunicationLog: customers.flatMap(messageRows),
    Erasure: customers
      .filter(({ isErased }) => isErased)
      .map(({ id }) => ({ id, customerId: id, createdAt: new Date(0), cleared: {} })),
  };
}

function attributeKeys({ attributes }: GeneratedCustomer, context: World['context']): Row {
  const read = Object.entries(attributes).map(([key, value]) => {
    return [key, readAttribute(value, context.attributes?.get(key) ?? 'text')] as const;
  });
  return Object.fromEntries(read.filter(([, value]) => value !== null));
}

function itemRows({ id, customerId, items }: GeneratedCustomer['orders'][number] & { customerId: string }): Row[] {
  return items.map(({ sku, name, category }) => ({
    id: newId(),
    orderId: id,
    customerId,
    sku,
    skuKey: fold(sku),
    name,
    nameKey: fold(name),
    category,
    categoryKey: fold(category),
    quantity: 1,
    price: 0,
  }));
}

function staticSegments(customers: GeneratedCustomer[], { segments = new Map() }: World['context']): Row[] {
  return [...segments]
    .filter(([, { kind }]) => kind === 'static')
    .map(([id]) => {
      const members = customers.filter(({ segmentIds }) => segmentIds.has(id)).map((customer) => customer.id);
      return { id, name: id, rules: {}, audienceUserIds: members.sort(), audienceSize: members.length };
    });
}

function messageRows({ id: customerId, messages }: GeneratedCustomer): Row[] {
  return messages.map((message, index) => ({
    id: newId(),
    campaignId: message.campaignId,
    customerId,
    personalizedMessage: '',
    ...statusOf(message, index % 2 === 0),
  }));
}

/** A vendor's word comes as its answer or, when that is lost, as the receipt alone. */
function statusOf({ outcome, sentAt }: GeneratedCustomer['messages'][number], isAnswered: boolean): Row {
  if (sentAt === null) {
    return outcome === 'failed' ? { status: 'FAILED', failedAt: new Date(0) } : { status: 'PENDING' };
  }
  const acceptedAt = isAnswered ? sentAt : null;
  switch (outcome) {
    case 'open':
      return { status: 'ACCEPTED', acceptedAt: sentAt };
    case 'delivered':
      return { status: 'SENT', deliveryReceiptStatus: 'SENT', sentAt, acceptedAt };
    case 'failed':
      return { status: 'FAILED', deliveryReceiptStatus: 'FAILED', failedAt: sentAt, acceptedAt };
  }
}

function fold(value: string | null): string | null {
  return value === null ? null : foldText(value);
}
