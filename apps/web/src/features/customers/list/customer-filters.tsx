import { Button, Group, NumberInput, Pill, Popover, Select, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useState } from 'react';

import { SearchInput } from '../../../components/search-input.tsx';
import { type Formats, useFormats } from '../../../lib/formats.ts';
import type { FilterName, FilterValues } from './list-state.ts';
import { ValueAutocomplete } from './value-autocomplete.tsx';

interface CustomerFiltersProps {
  values: FilterValues;
  onChange: (changes: Partial<FilterValues>) => void;
}

const YES_OR_NO: Readonly<Record<'unsubscribed' | 'hasOrders' | 'hasEmail', Record<'true' | 'false', string>>> = {
  unsubscribed: { false: 'Wants messages', true: 'Wants no messages' },
  hasOrders: { true: 'Has ordered', false: 'Never ordered' },
  hasEmail: { true: 'Has an email', false: 'Has no email' },
};

/** Search and filters above the list; what is set shows as chips that take it away again. */
export function CustomerFilters({ values, onChange }: CustomerFiltersProps) {
  const formats = useFormats();
  const chips = chipsOf(values, formats);
  return (
    <Stack gap="sm" px="md" py="md">
      <Group gap="sm">
        <SearchInput aria-label="Search customers" placeholder="Name, email or your id" />
        <FilterPopover key={JSON.stringify(values)} values={values} onChange={onChange} />
      </Group>
      {chips.length > 0 && (
        <Group gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label="Filters that are set">
          {chips.map(({ names, words }) => (
            <li key={words}>
              <Pill
                size="md"
                withRemoveButton
                onRemove={() => onChange(Object.fromEntries(names.map((name) => [name, ''])))}
                removeButtonProps={{ 'aria-label': `Remove the filter “${words}”`, tabIndex: 0, 'aria-hidden': false }}
              >
                {words}
              </Pill>
            </li>
          ))}
        </Group>
      )}
    </Stack>
  );
}

function FilterPopover({ values, onChange }: CustomerFiltersProps) {
  const [isOpen, { close, toggle }] = useDisclosure();
  const [draft, setDraft] = useState(values);
  const { currency } = useFormats();
  const set = (name: FilterName) => (value: string | number | null) =>
    setDraft({ ...draft, [name]: String(value ?? '') });
  const apply = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    close();
    onChange(draft);
  };
  const choice = (name: keyof typeof YES_OR_NO, label: string) => (
    <Select
      label={label}
      placeholder="Either"
      clearable
      data={Object.entries(YES_OR_NO[name]).map(([value, words]) => ({ value, label: words }))}
      value={draft[name] || null}
      onChange={set(name)}
      comboboxProps={{ withinPortal: false }}
    />
  );
  return (
    <Popover opened={isOpen} onChange={(open) => !open && close()} position="bottom-start" width={320} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />} onClick={toggle}>
          Filters
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Filters">
        <Stack component="form" gap="sm" onSubmit={apply}>
          <ValueAutocomplete
            field="city"
            label="City"
            value={draft.city}
            onChange={set('city')}
            maxLength={100}
            comboboxProps={{ withinPortal: false }}
            data-autofocus
          />
          <ValueAutocomplete
            field="tags"
            label="Tag"
            value={draft.tag}
            onChange={set('tag')}
            maxLength={60}
            comboboxProps={{ withinPortal: false }}
          />
          {choice('unsubscribed', 'Messages')}
          {choice('hasOrders', 'Orders')}
          {choice('hasEmail', 'Email')}
          <Group grow gap="sm" align="flex-start">
            <NumberInput
              label={`Spent from (${currency})`}
              value={draft.minSpend}
              onChange={set('minSpend')}
              min={0}
              max={1_000_000_000}
              decimalScale={2}
              hideControls
            />
            <NumberInput
              label="to"
              aria-label={`Spent to (${currency})`}
              value={draft.maxSpend}
              onChange={set('maxSpend')}
              min={0}
              max={1_000_000_000}
              decimalScale={2}
              hideControls
            />
          </Group>
          <Group justify="flex-end" gap="sm" mt={4}>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit">Show customers</Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface Chip {
  names: readonly FilterName[];
  words: string;
}

function chipsOf(values: FilterValues, formats: Formats): Chip[] {
  const chips: Chip[] = [];
  if (values.city !== '') chips.push({ names: ['city'], words: `City: ${values.city}` });
  if (values.tag !== '') chips.push({ names: ['tag'], words: `Tag: ${values.tag}` });
  for (const [name, words] of Object.entries(YES_OR_NO) as [keyof typeof YES_OR_NO, Record<string, string>][]) {
    const said = words[values[name]];
    if (said !== undefined) chips.push({ names: [name], words: said });
  }
  const spend = spendWords(values, formats);
  if (spend !== undefined) chips.push({ names: ['minSpend', 'maxSpend'], words: spend });
  return chips;
}

function spendWords({ minSpend, maxSpend }: FilterValues, { wholeMoney }: Formats): string | undefined {
  if (minSpend !== '' && maxSpend !== '')
    return `Spent ${wholeMoney(Number(minSpend))} to ${wholeMoney(Number(maxSpend))}`;
  if (minSpend !== '') return `Spent ${wholeMoney(Number(minSpend))} or more`;
  return maxSpend === '' ? undefined : `Spent ${wholeMoney(Number(maxSpend))} or less`;
}
