import type { CampaignOutput } from '@herald/shared';
import { Select } from '@mantine/core';

interface TagFilterProps {
  /** Empty for any. */
  value: string;
  /** Those that are shown; their tags are offered. */
  campaigns: readonly CampaignOutput[];
  onChange: (tag: string) => void;
}

/** Only campaigns with one tag; not there while there are none. */
export function TagFilter({ value, campaigns, onChange }: TagFilterProps) {
  const there = campaigns.flatMap(({ tags }) => tags);
  const offered = [...new Map([...there, ...(value === '' ? [] : [value])].map((tag) => [tag.toLowerCase(), tag]))];
  if (offered.length === 0) return null;
  return (
    <Select
      aria-label="Tag"
      placeholder="Any tag"
      data={offered.map(([key, tag]) => ({ value: key, label: tag })).toSorted(byLabel)}
      value={value === '' ? null : value.toLowerCase()}
      onChange={(chosen) => onChange(chosen ?? '')}
      searchable
      clearable
      nothingFoundMessage="No campaign shown has it"
      w={{ base: '100%', xs: 180 }}
    />
  );
}

function byLabel(one: { label: string }, other: { label: string }): number {
  return one.label.localeCompare(other.label);
}
