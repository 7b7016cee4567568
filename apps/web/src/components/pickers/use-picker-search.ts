import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';

const DEBOUNCE_MS = 200;

/**
 * What is typed into a picker, and what the server is asked for a moment later. A picker shows the
 * name of what is chosen where one types, and that is no search: then everything is offered.
 */
export function usePickerSearch(chosenName: string | undefined) {
  const [searchValue, onSearchChange] = useState('');
  const [settled] = useDebouncedValue(searchValue.trim(), DEBOUNCE_MS);
  const search = settled === '' || settled === chosenName ? undefined : settled;
  return { search, searchValue, onSearchChange };
}
