import { CloseButton, TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

import { useUrlState } from '../lib/url-state.ts';

const DEBOUNCE_MS = 250;

interface SearchInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> {
  /** What a screen reader calls it: "Search customers". */
  'aria-label': string;
}

const SEARCH = { search: '' };

/**
 * A search that lives in the address as `?search=`. The list reads it by `useUrlState({ search: '' })`
 * (with the default in a constant) and begins at its first page when it changes.
 */
export function SearchInput(props: SearchInputProps) {
  const [{ search }, set] = useUrlState(SEARCH);
  const [typed, setTyped] = useState(search);
  const [known, setKnown] = useState(search);
  const commit = useDebouncedCallback((text: string) => set({ search: text.trim() }, { isStep: false }), DEBOUNCE_MS);
  // The address changed by something else, as by going back.
  if (search !== known) {
    setKnown(search);
    if (search !== typed.trim()) setTyped(search);
  }
  const change = (text: string) => {
    setTyped(text);
    commit(text);
  };
  return (
    <TextInput
      type="search"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed === '' ? undefined : <CloseButton aria-label="Clear search" onClick={() => change('')} />}
      w={{ base: '100%', xs: 280 }}
      maxLength={200}
      {...props}
      value={typed}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
