import type { SegmentOutput } from '@herald/shared';
import { Group, Loader, Select, type SelectProps, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { segmentQuery, segmentsQuery } from '../../api/segments.ts';
import { useFormats } from '../../lib/formats.ts';
import { usePickerSearch } from './use-picker-search.ts';
import { withChosen } from './with-chosen.ts';

const MOST_OFFERED = 20;

interface SegmentPickerProps extends Omit<SelectProps, 'data' | 'value' | 'onChange' | 'searchValue'> {
  /** The id of the segment. */
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Finds a segment by its name; asks the server, and shows how many people are in each. */
export function SegmentPicker({ value, onChange, ...props }: SegmentPickerProps) {
  const { count } = useFormats();
  const chosen = useQuery({ ...segmentQuery(value ?? ''), enabled: value !== null }).data;
  const { search, searchValue, onSearchChange } = usePickerSearch(chosen?.name);
  const { data, isFetching } = useQuery({
    ...segmentsQuery({ limit: MOST_OFFERED, search }),
    placeholderData: keepPreviousData,
  });
  const offered = withChosen<Pick<SegmentOutput, 'id' | 'name' | 'audienceSize'>>(data?.data ?? [], chosen);
  return (
    <Select
      label="Segment"
      placeholder="Search segments"
      nothingFoundMessage={isFetching ? 'Searching…' : 'No segment has this name'}
      {...props}
      data={offered.map(({ id, name }) => ({ value: id, label: name }))}
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
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {count(sizeOf(offered, option.value), 'person', 'people')}
          </Text>
        </Group>
      )}
    />
  );
}

function sizeOf(offered: readonly { id: string; audienceSize: number }[], id: string): number {
  return offered.find((segment) => segment.id === id)?.audienceSize ?? 0;
}
