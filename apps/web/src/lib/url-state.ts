import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Parameters that say which page of a list is shown; another filter begins at the first one. */
export const PAGE_PARAMS = ['cursor', 'page'] as const;

type UrlValues = Record<string, string>;

interface SetOptions {
  /** Whether "Back" leads to the values before; typing should not fill the history. */
  isStep?: boolean;
}

/**
 * What a screen keeps in its address: search, filters, sort, tab. What equals its default is left
 * out of the address. Setting something begins the list at its first page.
 *
 * @param defaults must be the same object in each render, as a constant of the module is.
 */
export function useUrlState<T extends UrlValues>(
  defaults: T,
): [T, (changes: { [K in keyof T]?: string }, options?: SetOptions) => void] {
  const [params, setParams] = useSearchParams();
  const values = useMemo(
    () =>
      Object.fromEntries(Object.entries(defaults).map(([name, fallback]) => [name, params.get(name) ?? fallback])) as T,
    [params, defaults],
  );
  const set = useCallback(
    (changes: { [K in keyof T]?: string }, { isStep = true }: SetOptions = {}) =>
      setParams((before) => changed(before, changes, defaults), { replace: !isStep, preventScrollReset: true }),
    [setParams, defaults],
  );
  return [values, set];
}

function changed(before: URLSearchParams, changes: { [name: string]: string | undefined }, defaults: UrlValues) {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === (defaults[name] ?? '')) after.delete(name);
    else after.set(name, value);
  }
  for (const name of PAGE_PARAMS) after.delete(name);
  return after;
}
