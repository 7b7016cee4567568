import type { CustomerOutput } from '@herald/shared';
import { Group, Loader, Select, type SelectProps, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { customerQuery, customersQuery } from '../../api/customers.ts';
import { usePickerSearch } from './use-picker-search.ts';
import { withChosen } from './with-chosen.ts';

const MOST_OFFERED = 20;

type Person = Pick<CustomerOutput, 'id' | 'name' | 'email' | 'externalId'>;

interface CustomerPickerProps extends Omit<SelectProps, 'data' | 'value' | 'onChange' | 'searchValue'> {
  /** The id of the customer. */
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Finds a customer by name, email or external id; asks the server. Needs `people.read`. */
export function CustomerPicker({ value, onChange, ...props }: CustomerPickerProps) {
  const chosen = useQuery({ ...customerQuery(value ?? ''), enabled: value !== null }).data;
  const { search, searchValue, onSearchChange } = usePickerSearch(chosen && nameOf(chosen));
  const { data, isFetching } = useQuery({
    ...customersQuery({ limit: MOST_OFFERED, search }),
    placeholderData: keepPreviousData,
  });
  const offered = withChosen<Person>(data?.data ?? [], chosen);
  return (
    <Select
      label="Customer"
      placeholder="Search by name or email"
      nothingFoundMessage={isFetching ? 'Searching…' : 'Nobody has this name or email'}
      {...props}
      data={offered.map((person) => ({ value: person.id, label: nameOf(person) }))}
      value={value}
      onChange={onChange}
      searchable
      filter={({ options }) => options}
      searchValue={searchValue}
      onSearchChange={onSearchChange}
      rightSection={isFetching ? <Loader size={16} /> : undefined}
      renderOption={({ option }) => (
        <Group justify="space-between" wrap="nowrap" w="100%" gap="md">
          <Text size="sm" truncate>
            {option.label}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {offered.find(({ id }) => id === option.value)?.email}
          </Text>
        </Group>
      )}
    />
  );
}

function nameOf({ name, email, externalId, id }: Person): string {
  return name ?? email ?? externalId ?? id;
}
