import { describe, expect, it } from '@jest/globals';
import { orderSchema, userSchema } from '@herald/shared';

import { badRowsAsCsv } from './bad-rows-csv.ts';
import { checkAll, readEntries } from './check.ts';
import { Converter } from './convert.ts';
import { inspect } from './inspect.ts';
import { guessPlan, missingInPlan, type Plan } from './plan.ts';
import type { DataKind } from './targets.ts';

const source = (text: string, name = 'file.csv') => ({ name, blob: new Blob([text]) });

async function read(text: string, kind: DataKind, change: (plan: Plan) => Plan = (plan) => plan, name?: string) {
  const inspected = await inspect(source(text, name), kind);
  const plan = change(guessPlan(inspected, kind, { timeZone: 'Asia/Kolkata' }));
  const reading = { ...inspected, plan };
  const converter = new Converter(plan, inspected.columns);
  const found: ReturnType<Converter['check']>[] = [];
  for await (const { entries } of readEntries(reading)) found.push(...entries.map((entry) => converter.check(entry)));
  const targets = Object.fromEntries(
    inspected.columns.map((column, index) => [column.name, plan.columns[index]?.target]),
  );
  return {
    plan,
    targets,
    missing: missingInPlan(plan, inspected.columns),
    values: found.map(({ value }) => value),
    problems: found.map(({ problems }) => problems.map(({ message }) => message)),
    checked: await checkAll(reading),
  };
}

describe('columns are guessed by their names', () => {
  it.each<[DataKind, string, string]>([
    ['customers', 'E-mail', 'email'],
    ['customers', 'Email Address', 'email'],
    ['customers', 'Full name', 'name'],
    ['customers', 'first_name', 'firstName'],
    ['customers', 'Last Name', 'lastName'],
    ['customers', 'Default Address City', 'address.city'],
    ['customers', 'Pincode', 'address.postalCode'],
    ['customers', 'Accepts Marketing', 'subscribed'],
    ['customers', 'customer id', 'externalId'],
    ['customers', 'ID', 'externalId'],
    ['customers', 'created', 'createdAt'],
    ['customers', 'Favourite tea', 'attribute'],
    ['orders', 'Order ID', 'externalId'],
    ['orders', 'Name', 'externalId'],
    ['orders', 'Grand total', 'amount'],
    ['orders', 'total', 'amount'],
    ['orders', 'Created at', 'orderedAt'],
    ['orders', 'Financial Status', 'status'],
    ['orders', 'Lineitem quantity', 'item.quantity'],
    ['orders', 'Billing email', 'customerEmail'],
    ['orders', 'Note', 'skip'],
  ])('%s: %s', async (kind, name, target) => {
    expect((await read(`${name}\nx\n`, kind)).targets).toEqual({ [name]: target });
  });

  it('each target once, and an order says once whose it is', async () => {
    const { targets } = await read('Email,E-mail address\na@b.co,b@b.co\n', 'customers');
    expect(targets).toEqual({ Email: 'email', 'E-mail address': 'attribute' });
    const orders = await read('Order ID,Customer ID,Email\n1,C1,a@b.co\n', 'orders');
    expect(orders.targets).toEqual({ 'Order ID': 'externalId', 'Customer ID': 'skip', Email: 'customerEmail' });
  });

  it('and an unnamed one by the addresses in it', async () => {
    expect((await read('a@b.co,Ada\nb@b.co,Bo\n', 'customers')).targets).toEqual({
      'Column 1': 'email',
      'Column 2': 'attribute',
    });
  });

  it('of a file of bad rows that was mended are the same as before', async () => {
    const inspected = await inspect(source('email,plan\nada,pro\nb@b.co,pro\n'), 'customers');
    const reading = { ...inspected, plan: guessPlan(inspected, 'customers', { timeZone: 'UTC' }) };
    const csv = (await badRowsAsCsv(reading, (await checkAll(reading)).isBad)).join('');
    expect(csv).toContain('ada,pro,2,email must be an email address');
    expect(csv).not.toContain('b@b.co');
    const { values } = await read(csv.replace('ada,', 'a@b.co,'), 'customers');
    expect(values).toEqual([{ email: 'a@b.co', attributes: { plan: 'pro' } }]);
  });

  it('says what has to be said first', async () => {
    expect((await read('nickname\nada\n', 'customers')).missing).toEqual([
      expect.stringContaining('email or your customer id'),
    ]);
    expect((await read('note\nx\n', 'orders')).missing).toHaveLength(4);
    const unsure = await read('order id,email,date,total\n1,a@b.co,01/02/2026,1.234\n', 'orders');
    expect(unsure.missing).toEqual([
      'Say which comes first in “date”: the day or the month.',
      'Say how “total” writes decimals.',
    ]);
    expect(unsure.checked.badRows).toBe(1);
  });
});

describe('a customer', () => {
  it('is made of a row', async () => {
    const { values, problems } = await read(
      'Customer ID,First name,Last name,E-mail,City,Tags,Accepts Marketing,Signed up at,Plan,Points,Member,Birthday\n' +
        'C-1, Ada ,Lovelace,ada@example.com,Pune,"vip; gold",yes,22/11/2025,pro,0,yes,22/12/1990\n' +
        'C-2,,Bo,,,,no,01/12/2025,,12,no,\n',
      'customers',
    );
    expect(problems).toEqual([[], []]);
    expect(values[0]).toEqual({
      externalId: 'C-1',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      address: { city: 'Pune' },
      tags: ['vip', 'gold'],
      unsubscribed: false,
      createdAt: '2025-11-22',
      attributes: { Plan: 'pro', Points: 0, Member: true, Birthday: '1990-12-22' },
    });
    expect(values[1]).toEqual({
      externalId: 'C-2',
      name: 'Bo',
      unsubscribed: true,
      createdAt: '2025-12-01',
      attributes: { Points: 12, Member: false },
    });
    expect(values.every((value) => userSchema.safeParse(value).success)).toBe(true);
  });

  it('is made of an object', async () => {
    const json = JSON.stringify([
      {
        email: 'a@b.co',
        phone: 9876543210,
        address: { city: 'Pune' },
        tags: ['vip'],
        attributes: { plan: 'pro', 'a.b': 1 },
        unsubscribed: true,
      },
    ]);
    const { values } = await read(json, 'customers', undefined, 'a.json');
    expect(values).toEqual([
      {
        email: 'a@b.co',
        phone: '9876543210',
        address: { city: 'Pune' },
        tags: ['vip'],
        attributes: { plan: 'pro', 'a.b': 1 },
        unsubscribed: true,
      },
    ]);
  });

  it('that is wrong says what, by the name of its column', async () => {
    const { problems } = await read(
      'E-mail,visits,Accepts Marketing,Signed up at,Zip\n' +
        `ada,many,perhaps,31/02/2025,${'9'.repeat(21)}\n` +
        'a@b.co,1.5,,25/12/2025,1\n' +
        'ada,,,,\n' +
        ',3,,,\n',
      'customers',
    );
    expect(problems).toEqual([
      [
        'visits must be a whole number, and is “many”',
        'Accepts Marketing must be yes or no, and is “perhaps”',
        'Signed up at must be a real date with the day first, and is “31/02/2025”',
      ],
      ['visits must be a whole number'],
      ['E-mail must be an email address'],
      ['E-mail is empty'],
    ]);
  });
});

describe('an order', () => {
  const HEAD = 'Order ID;Email;Date;Status;Product;Qty;Unit price;Total\n';

  it('is made of all rows that have its id, one below the other', async () => {
    const { values, plan } = await read(
      `${HEAD}1;a@b.co;22.11.2026 10:00;paid;Tea;2;10,50;33,00\n1;;;;Cup;1;12,00;\n2;b@b.co;23.11.2026;refunded;Tea;1;10,50;10,50\n`,
      'orders',
    );
    expect(plan.isOneItemPerRow).toBe(true);
    expect(values).toEqual([
      {
        externalId: '1',
        customerEmail: 'a@b.co',
        orderedAt: '2026-11-22T04:30:00.000Z',
        status: 'PAID',
        amount: 33,
        items: [
          { name: 'Tea', quantity: 2, price: 10.5 },
          { name: 'Cup', quantity: 1, price: 12 },
        ],
      },
      {
        externalId: '2',
        customerEmail: 'b@b.co',
        orderedAt: '2026-11-23',
        status: 'REFUNDED',
        amount: 10.5,
        items: [{ name: 'Tea', quantity: 1, price: 10.5 }],
      },
    ]);
    expect(values.every((value) => orderSchema.safeParse(value).success)).toBe(true);
  });

  it('costs what its items do when no column is the total, to the cent', async () => {
    const { values } = await read(
      'order id,email,date,item,qty,price\n1,a@b.co,2026-11-22,Tea,3,0.10\n1,,,Cup,1,0.20\n2,b@b.co,2026-11-22,Tea,,1.15\n',
      'orders',
    );
    expect(values.map(({ amount }) => amount)).toEqual([0.5, 1.15]);
  });

  it('whose rows contradict each other, or stand apart, is told', async () => {
    const { problems, checked } = await read(
      `${HEAD}1;a@b.co;22.11.2026;paid;Tea;1;10,00;10,00\n1;a@b.co;22.11.2026;paid;Cup;1;5,00;5,00\n` +
        `2;a@b.co;22.11.2026;paid;Cup;1;5,00;5,00\n3;a@b.co;22.11.2026;paid;Cup;1;5,00;5,00\n2;a@b.co;22.11.2026;paid;Tea;1;5,00;5,00\n`,
      'orders',
    );
    expect(problems.flat()).toEqual(['Total is not the same in all rows of this order']);
    expect(checked.listed.map(({ problems: [problem] }) => problem?.message)).toEqual([
      'Total is not the same in all rows of this order',
      'More rows of this order stand further up. Sort the file by order, so that they stand together.',
    ]);
    expect([checked.rows, checked.badRows, checked.entries]).toEqual([5, 3, 4]);
  });

  it('has the states that somebody gave the words of the shop', async () => {
    const text =
      'order id,email,date,total,status\n1,a@b.co,2026-11-22,5,on-hold\n2,a@b.co,2026-11-22,5,Cancelled\n3,a@b.co,2026-11-22,5,lost\n';
    const { values, problems } = await read(text, 'orders', (plan) => ({
      ...plan,
      statuses: { ...plan.statuses, 'on-hold': 'PENDING' },
    }));
    expect(values.slice(0, 2).map(({ status }) => status)).toEqual(['PENDING', 'CANCELLED']);
    expect(problems[2]).toEqual(['status “lost” is no status that Herald knows']);
  });

  it('is made of an object with its items in it', async () => {
    const line = JSON.stringify({
      id: 7,
      customer: { email: 'a@b.co' },
      created_at: '2026-11-22T10:00:00+05:30',
      total_price: '12.50',
      line_items: [
        { title: 'Tea', qty: 2, unit_price: '6.25', product_id: 9 },
        { name: 'Gift', price: 0 },
      ],
    });
    const { values, problems } = await read(`${line}\n`, 'orders', undefined, 'a.ndjson');
    expect(problems).toEqual([[]]);
    expect(values).toEqual([
      {
        externalId: '7',
        customerEmail: 'a@b.co',
        orderedAt: '2026-11-22T04:30:00.000Z',
        amount: 12.5,
        items: [
          { name: 'Tea', quantity: 2, price: 6.25, sku: '9' },
          { name: 'Gift', quantity: 1, price: 0 },
        ],
      },
    ]);
  });

  it('that is wrong says what, by the name of its column', async () => {
    const { problems } = await read(
      'order id,email,date,total\n1,,2026-11-22,5\n,a@b.co,2026-11-22,5\n3,a@b.co,,-1\n4,a@b.co,2026-11-22,1.234\n5,a@b.co,2026-11-22,free\n6,a@b.co,2026-11-22,5.5\n',
      'orders',
    );
    expect(problems).toEqual([
      ['The row does not say whose order it is'],
      ['order id is missing'],
      ['total must not be negative', 'date is missing'],
      ['total must have at most two decimals'],
      ['total must be an amount such as 1,234.50, and is “free”'],
      [],
    ]);
  });
});
