import { CUSTOMER_SORTS, type CustomerSort } from '@herald/shared';

import type { EndpointQuery } from '../../../lib/endpoint.ts';
import { useUrlState } from '../../../lib/url-state.ts';

export type Filters = EndpointQuery<'countCustomers'>;
export type FilterName = Exclude<keyof typeof DEFAULTS, 'search' | 'sort'>;

const DEFAULTS = {
  search: '',
  city: '',
  tag: '',
  unsubscribed: '',
  hasEmail: '',
  hasOrders: '',
  minSpend: '',
  maxSpend: '',
  sort: '-createdAt',
};
const FILTER_NAMES = Object.keys(DEFAULTS).filter((name) => name !== 'search' && name !== 'sort') as FilterName[];
const YES_OR_NO: readonly string[] = ['true', 'false'];

export type FilterValues = Record<FilterName, string>;

/** What of the customers is shown, as the address says it; values that the API would refuse are passed over. */
export function useListState() {
  const [values, set] = useUrlState(DEFAULTS);
  const sort = CUSTOMER_SORTS.find((known) => known === values.sort) ?? '-createdAt';
  const filterValues = Object.fromEntries(
    FILTER_NAMES.map((name) => [name, usable(name, values[name])]),
  ) as FilterValues;
  return {
    sort,
    filterValues,
    /** As the API takes them; what is not set is left out. */
    filters: given({ search: values.search, ...filterValues }) as Filters,
    isFiltered: values.search !== '' || FILTER_NAMES.some((name) => filterValues[name] !== ''),
    setSort: (to: CustomerSort) => set({ sort: to }),
    setFilters: (changes: Partial<FilterValues>) => set(changes),
    clear: () => set(Object.fromEntries(['search', ...FILTER_NAMES].map((name) => [name, '']))),
  };
}

function usable(name: FilterName, value: string): string {
  if (name === 'minSpend' || name === 'maxSpend') return /^\d+(\.\d+)?$/.test(value) ? value : '';
  if (name === 'city' || name === 'tag') return value;
  return YES_OR_NO.includes(value) ? value : '';
}

function given(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
