/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { CustomerDetailOutput, CustomerOutput } from '@herald/shared';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { type FakeAnswer, fakeApi } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { CustomerPage } from './customer-page.tsx';
import { CustomersPage } from './customers-page.tsx';

// A machine that does much else at once takes its time to render forms.
jest.setTimeout(60_000);
const ID = '0197aaaa-0000-7000-8000-000000000001';
const INGESTION = '0197aaaa-0000-7000-8000-0000000000aa';
const NOW = '2026-11-28T10:00:00.000Z';

const ada: CustomerOutput = {
  id: ID,
  externalId: 'C-1',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  phone: null,
  address: { line1: null, line2: null, city: 'Pune', state: null, country: null, postalCode: null },
  visits: 0,
  tags: ['vip'],
  attributes: { plan: 'pro' },
  unsubscribed: false,
  totalSpend: 1250.5,
  orderCount: 2,
  averageOrderValue: 625.25,
  firstOrderAt: NOW,
  lastOrderAt: NOW,
  createdAt: NOW,
  updatedAt: NOW,
  erasedAt: null,
};
const detail: CustomerDetailOutput = {
  ...ada,
  orders: [
    {
      id: '0197aaaa-0000-7000-8000-000000000002',
      externalId: 'O-1',
      status: 'PAID',
      amount: 1250.5,
      orderedAt: NOW,
      items: [{ sku: 'T-1', name: 'Darjeeling', category: 'Tea', quantity: 2, price: 625.25 }],
    },
  ],
};
const batch = (more: object) => ({
  id: INGESTION,
  kind: 'CUSTOMERS',
  state: 'COMPLETED',
  received: 1,
  stored: 1,
  rejected: 0,
  createdAt: NOW,
  completedAt: NOW,
  rejectedRows: [],
  ...more,
});
const notFound = {
  type: 'about:blank',
  title: 'not_found',
  status: 404,
  code: 'not_found',
  detail: 'none',
  requestId: 'r',
};

/** What Herald answers, by method and path; what was asked of it. */
let answers: Record<string, FakeAnswer | ((query: URLSearchParams) => FakeAnswer)> = {};
let calls: { method: string; path: string; query: URLSearchParams; body: unknown }[] = [];
let restore = () => {};

beforeEach(() => {
  calls = [];
  answers = {
    'GET /api/customers': { body: [ada] },
    'GET /api/customers/count': { body: { count: 1, total: 5 } },
    [`GET /api/customers/${ID}`]: { body: detail },
    [`GET /api/customers/${ID}/timeline`]: { body: [] },
    'GET /api/segments/values': { body: { values: [{ value: 'Pune', label: 'Pune' }] } },
    'POST /api/user': { status: 202, body: { ingestionId: INGESTION, received: 1 } },
    [`GET /api/ingestions/${INGESTION}`]: { body: batch({}) },
  };
  restore = fakeApi((address, { method = 'GET', body }) => {
    const { pathname, searchParams } = new URL(address, 'http://herald');
    calls.push({
      method,
      path: pathname,
      query: searchParams,
      body: body === undefined ? undefined : JSON.parse(body as string),
    });
    const answer = answers[`${method} ${pathname}`];
    return typeof answer === 'function' ? answer(searchParams) : answer;
  });
});
afterEach(() => {
  cleanup();
  restore();
});

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const type = (label: string | RegExp, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const lastList = () => Object.fromEntries(calls.findLast(({ path }) => path === '/api/customers')?.query ?? []);

describe('the list', () => {
  test('asks the API for what its address says', async () => {
    renderPage(<CustomersPage />, {
      address: '/customers?search=ada&city=Pune&hasOrders=true&minSpend=100&sort=-totalSpend&hasEmail=perhaps',
    });
    const row = (await screen.findByRole('link', { name: 'Ada Lovelace' })).closest('tr')!;
    expect(lastList()).toEqual({
      limit: '50',
      search: 'ada',
      city: 'Pune',
      hasOrders: 'true',
      minSpend: '100',
      sort: '-totalSpend',
    });
    expect(within(row).getByText('$1,250.50')).toBeTruthy();
    expect(within(row).getByText('ada@example.com')).toBeTruthy();
    expect(screen.getByRole('columnheader', { name: 'Spent' }).getAttribute('aria-sort')).toBe('descending');
    expect(await screen.findByText('1–1 of 1')).toBeTruthy();
  });

  test('takes filters away by their chips, and sorts by its heads', async () => {
    const { currentAddress } = renderPage(<CustomersPage />, {
      address: '/customers?city=Pune&minSpend=100&maxSpend=200&cursor=x&page=2',
    });
    await screen.findByRole('link', { name: 'Ada Lovelace' });
    press('Remove the filter “Spent $100 to $200”');
    await waitFor(() => expect(currentAddress()).toBe('/customers?city=Pune'));
    press('Orders');
    await waitFor(() => expect(lastList()).toEqual({ limit: '50', city: 'Pune', sort: '-orderCount' }));
    press('Added');
    press('Added');
    await waitFor(() => expect(currentAddress()).toBe('/customers?city=Pune&sort=createdAt'));
  });

  test('sets filters in one go', async () => {
    const { currentAddress } = renderPage(<CustomersPage />, { address: '/customers' });
    await screen.findByRole('link', { name: 'Ada Lovelace' });
    press('Filters');
    fireEvent.change(await screen.findByRole('combobox', { name: 'City' }), { target: { value: 'Pune' } });
    type(/^Spent from/, '100');
    press('Show customers');
    await waitFor(() => expect(currentAddress()).toBe('/customers?city=Pune&minSpend=100'));
    expect(await screen.findByText('City: Pune')).toBeTruthy();
  });

  test('opens a profile', async () => {
    const { currentAddress } = renderPage(<CustomersPage />, { address: '/customers' });
    fireEvent.click((await screen.findByRole('link', { name: 'Ada Lovelace' })).closest('tr')!);
    await waitFor(() => expect(currentAddress()).toBe(`/customers/${ID}`));
  });

  test('says the next step when there is nobody, or nobody is found', async () => {
    answers['GET /api/customers'] = { body: [] };
    renderPage(<CustomersPage />, { address: '/customers' });
    await screen.findByText('No customers yet');
    cleanup();
    const { currentAddress } = renderPage(<CustomersPage />, {
      address: '/customers?search=zoe&hasOrders=true&sort=name',
    });
    await screen.findByText('Nobody found');
    press('Clear filters');
    await waitFor(() => expect(currentAddress()).toBe('/customers?sort=name'));
  });

  test('says what went wrong, with a way on', async () => {
    answers['GET /api/customers'] = {
      status: 503,
      body: { ...notFound, status: 503, code: 'unavailable', detail: 'the database rests' },
    };
    renderPage(<CustomersPage />, { address: '/customers' });
    expect((await screen.findByRole('alert')).textContent).toContain('the database rests');
    answers['GET /api/customers'] = { body: [ada] };
    press('Try again');
    await screen.findByRole('link', { name: 'Ada Lovelace' });
  });

  test('is not for analysts, who are told so', async () => {
    renderPage(<CustomersPage />, { address: '/customers', permissions: permissionsOf({ role: 'analyst' }) });
    await screen.findByText('Not with your role');
    expect(calls).toEqual([]);
  });
});

describe('adding a customer', () => {
  async function open() {
    const page = renderPage(<CustomersPage />, { address: '/customers' });
    await screen.findByRole('link', { name: 'Ada Lovelace' });
    press('Add customer');
    await screen.findByRole('dialog', { name: 'Add customer' });
    return page;
  }
  const submit = () =>
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add customer' }));
  const posted = () => calls.filter(({ method }) => method === 'POST').map(({ body }) => body);

  test('says at the fields what is wrong, and sends nothing', async () => {
    await open();
    submit();
    await screen.findByText('An email or your customer id says who it is');
    type('Email', 'ada');
    press('Add attribute');
    submit();
    await screen.findByText('Must be an email address');
    expect(screen.getByText('Needs a name')).toBeTruthy();
    expect(posted()).toEqual([]);
  });

  test('sends what was filled in, waits until it is written, and opens the profile', async () => {
    let found: CustomerOutput[] = [];
    answers['GET /api/customers'] = (query) => ({ body: query.has('search') ? found : [ada] });
    answers[`GET /api/ingestions/${INGESTION}`] = () => {
      found = [{ ...ada, email: 'Bo@example.com' }];
      return { body: batch({}) };
    };
    const { currentAddress } = await open();
    type('Name', ' Bo ');
    type('Email', 'bo@example.com');
    type('City', 'Kochi');
    fireEvent.click(screen.getByLabelText(/^Wants messages/));
    press('Add attribute');
    type('Name of attribute 1', 'plan');
    type('Value of attribute 1', 'pro');
    submit();
    await waitFor(() => expect(currentAddress()).toBe(`/customers/${ID}`));
    expect(posted()).toEqual([
      [
        {
          name: 'Bo',
          email: 'bo@example.com',
          address: { city: 'Kochi' },
          attributes: { plan: 'pro' },
          unsubscribed: true,
        },
      ],
    ]);
  });

  test('changes nobody who is there already', async () => {
    await open();
    type('Email', 'ADA@example.com');
    submit();
    expect((await screen.findByRole('alert')).textContent).toContain('Ada Lovelace is here already');
    expect(posted()).toEqual([]);
  });

  test('shows why it was rejected', async () => {
    answers['GET /api/customers'] = (query) => ({ body: query.has('search') ? [] : [ada] });
    const rejectedRows = [{ index: 0, reason: 'the email was erased', row: {} }];
    answers[`GET /api/ingestions/${INGESTION}`] = { body: batch({ stored: 0, rejected: 1, rejectedRows }) };
    await open();
    type('Email', 'bo@example.com');
    submit();
    expect((await screen.findByRole('alert')).textContent).toContain('the email was erased');
  });
});

describe('the profile', () => {
  const open = (search = '') =>
    renderPage(<CustomerPage />, { address: `/customers/${ID}${search}`, path: '/customers/:id' });

  test('shows who it is and their totals, and keeps its tab in the address', async () => {
    const { currentAddress } = open();
    await screen.findByRole('heading', { level: 1, name: 'Ada Lovelace' });
    expect(screen.getByText('$625.25')).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: 'Orders' }));
    await waitFor(() => expect(currentAddress()).toBe(`/customers/${ID}?tab=orders`));
    fireEvent.click(await screen.findByRole('button', { name: /O-1/ }));
    expect(await screen.findByRole('cell', { name: /Darjeeling/ })).toBeTruthy();
  });

  test('shows the timeline month by month, and more of it when asked', async () => {
    const joined = { kind: 'joined', id: ID, at: '2026-10-01T10:00:00.000Z' };
    const ordered = { kind: 'ordered', id: ID, at: NOW, order: detail.orders[0] };
    answers[`GET /api/customers/${ID}/timeline`] = (query) =>
      query.get('cursor') === 'older'
        ? { body: [joined] }
        : { body: [ordered], headers: { link: `</api/customers/${ID}/timeline?cursor=older>; rel="next"` } };
    open();
    const november = await screen.findByRole('region', { name: 'November 2026' });
    expect(within(november).getByText('Ordered for $1,250.50')).toBeTruthy();
    press('Show what happened before');
    expect(
      within(await screen.findByRole('region', { name: 'October 2026' })).getByText('Became a customer'),
    ).toBeTruthy();
  });

  test('says which segments hold them, and why', async () => {
    const segment = {
      id: INGESTION,
      name: 'From Pune',
      kind: 'dynamic',
      description: 'city is "Pune"',
      isTrue: true,
      isInAudience: null,
      changesOn: null,
    };
    answers[`GET /api/customers/${ID}/segments`] = { body: { segments: [segment], isComplete: true } };
    const condition = {
      kind: 'condition',
      isTrue: true,
      description: 'city is "Pune"',
      field: 'city',
      operator: '=',
      value: 'Pune',
      actual: 'Pune',
      changesOn: null,
    };
    const explanation = {
      kind: 'group',
      isTrue: true,
      combinator: 'and',
      not: false,
      changesOn: null,
      rules: [condition],
    };
    answers['POST /api/segments/explain'] = {
      body: {
        customerId: ID,
        isTrue: true,
        isInAudience: null,
        description: 'city is "Pune"',
        changesOn: null,
        explanation,
      },
    };
    open('?tab=segments');
    fireEvent.click(await screen.findByRole('button', { name: 'Why? From Pune' }));
    await screen.findByText('All of these');
    expect(calls.at(-1)?.body).toEqual({ segmentId: INGESTION, customerId: ID });
  });

  test('sends only what was changed; what was emptied is cleared', async () => {
    open();
    await screen.findByRole('heading', { level: 1, name: 'Ada Lovelace' });
    press('Edit');
    await screen.findByRole('dialog', { name: 'Edit customer' });
    type('Phone', '123');
    type('Your customer id', '');
    type('City', '');
    press('Save changes');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual([
      { id: ID, phone: '123', externalId: null, address: { city: null } },
    ]);
  });

  test('erases only once that is confirmed, and says what was cleared', async () => {
    const cleared = {
      segments: 1,
      messages: 2,
      excluded: 0,
      vendorMessages: 0,
      waitingRows: 0,
      rejectedRows: 0,
      answers: 0,
    };
    answers[`DELETE /api/customers/${ID}`] = { body: { id: INGESTION, customerId: ID, erasedAt: NOW, cleared } };
    open();
    await screen.findByRole('heading', { level: 1, name: 'Ada Lovelace' });
    press('Erase');
    const confirm = await screen.findByRole<HTMLButtonElement>('button', { name: 'Erase customer' });
    expect(confirm.disabled).toBe(true);
    type(/to confirm$/, 'ada lovelace');
    answers[`GET /api/customers/${ID}`] = {
      body: { ...detail, name: null, email: null, externalId: null, erasedAt: NOW },
    };
    press('Erase customer');
    await screen.findByText('The text of 2 messages');
    expect(screen.getByText('Taken out of 1 static segment')).toBeTruthy();
    press('Done');
    await screen.findByRole('heading', { level: 1, name: 'Erased customer' });
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Erase' })).toBeNull();
  });

  test('has nothing of an owner for a marketer, and nothing at all for an analyst', async () => {
    renderPage(<CustomerPage />, {
      address: `/customers/${ID}`,
      path: '/customers/:id',
      permissions: permissionsOf({ role: 'marketer' }),
    });
    await screen.findByRole('button', { name: 'Edit' });
    expect(screen.queryByRole('button', { name: /Erase|Export/ })).toBeNull();
    cleanup();
    calls = [];
    renderPage(<CustomerPage />, {
      address: `/customers/${ID}`,
      path: '/customers/:id',
      permissions: permissionsOf({ role: 'analyst' }),
    });
    await screen.findByText('Not with your role');
    expect(calls).toEqual([]);
  });

  test('says so when there is nobody of this id', async () => {
    answers[`GET /api/customers/${ID}`] = { status: 404, body: notFound };
    open();
    await screen.findByRole('heading', { level: 1, name: 'No such customer' });
    expect(screen.getByRole('link', { name: 'See all customers' })).toBeTruthy();
  });
});
