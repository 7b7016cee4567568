import { Loader, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { campaignQuery, campaignsQuery } from '../../../api/campaigns.ts';
import { usePickerSearch } from '../../../components/pickers/use-picker-search.ts';

const MOST_OFFERED = 20;

interface CampaignPickerProps {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Finds a campaign by its name; asks the server. */
export function CampaignPicker({ label, value, onChange }: CampaignPickerProps) {
  const chosen = useQuery({ ...campaignQuery(value ?? ''), enabled: value !== null }).data?.data;
  const { search, searchValue, onSearchChange } = usePickerSearch(chosen?.name);
  const { data, isFetching } = useQuery({
    ...campaignsQuery({ limit: MOST_OFFERED, ...(search !== undefined && { search }) }),
    placeholderData: keepPreviousData,
  });
  const found = (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isFound = chosen === undefined || found.some((option) => option.value === chosen.id);
  return (
    <Select
      aria-label={label}
      placeholder="Search campaigns"
      nothingFoundMessage={isFetching ? 'Searching…' : 'No campaign has this name'}
      data={isFound ? found : [{ value: chosen.id, label: chosen.name }, ...found]}
      value={value}
      onChange={onChange}
      searchable
      filter={({ options }) => options}
      searchValue={searchValue}
      onSearchChange={onSearchChange}
      rightSection={isFetching ? <Loader size={16} /> : undefined}
    />
  );
}
