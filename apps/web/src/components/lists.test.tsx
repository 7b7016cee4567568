/** @jest-environment jsdom */
import '../testing/browser.ts';

import { afterEach, expect, test } from '@jest/globals';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';

import { renderPage } from '../testing/render-page.tsx';
import { useUrlState } from '../lib/url-state.ts';
import { usePagedQuery } from '../lib/use-paged-query.ts';
import { Pager } from './pager.tsx';
import { SearchInput } from './search-input.tsx';

const DEFAULTS = { search: '' };
const NAMES = ['Ada', 'Ben', 'Cy', 'Dee', 'Eve'];

/** A list of five, two on a page; the cursor is where a page begins. */
function People() {
  const [{ search }] = useUrlState(DEFAULTS);
  const { data, pager } = usePagedQuery(
    ({ cursor = '0', limit }) => ({
      queryKey: ['people', search, cursor],
      queryFn: async () => {
        const found = NAMES.filter((name) => name.includes(search));
        const [from, to] = [Number(cursor), Number(cursor) + limit];
        return { data: found.slice(from, to), next: to < found.length ? String(to) : null };
      },
    }),
    { pageSize: 2 },
  );
  return (
    <>
      <SearchInput aria-label="Search people" />
      <ul>
        {data?.data.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <Pager pager={pager} total={5} label="Pages of people" />
    </>
  );
}

const names = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent);
const shows = (...expected: string[]) => waitFor(() => expect(names()).toEqual(expected));
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

afterEach(cleanup);

test('goes through the pages and back, each with an address of its own', async () => {
  const { currentAddress } = renderPage(<People />, { address: '/people' });
  await shows('Ada', 'Ben');
  expect(screen.getByText('1–2 of 5')).toBeTruthy();
  press('Next');
  await shows('Cy', 'Dee');
  expect(currentAddress()).toBe('/people?cursor=2&page=2');
  press('Next');
  await shows('Eve');
  expect(screen.getByText('5–5 of 5')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next' }).disabled).toBe(true);
  press('Previous');
  await shows('Cy', 'Dee');
  press('Previous');
  await shows('Ada', 'Ben');
  expect(currentAddress()).toBe('/people');
});

test('begins at the first page when another search is typed', async () => {
  const { currentAddress } = renderPage(<People />, { address: '/people?cursor=2&page=2' });
  await shows('Cy', 'Dee');
  fireEvent.change(screen.getByLabelText('Search people'), { target: { value: 'e' } });
  await shows('Ben', 'Dee');
  expect(currentAddress()).toBe('/people?search=e');
});

test('goes back to the first page of a list whose page was opened from a link', async () => {
  const { currentAddress } = renderPage(<People />, { address: '/people?cursor=4&page=3' });
  await shows('Eve');
  press('Previous');
  await shows('Ada', 'Ben');
  expect(currentAddress()).toBe('/people');
});
