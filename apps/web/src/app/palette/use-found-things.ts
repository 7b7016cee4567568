import { useDebouncedValue } from '@mantine/hooks';
import { IconSpeakerphone, IconTarget, IconUser } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router-dom';

import { campaignsQuery } from '../../api/campaigns.ts';
import { customersQuery } from '../../api/customers.ts';
import { segmentsQuery } from '../../api/segments.ts';
import { CAMPAIGN_LOOKS } from '../../lib/campaign-words.ts';
import { useFormats } from '../../lib/formats.ts';
import { useMay } from '../../lib/may.ts';
import type { Command } from './use-commands.ts';

const DEBOUNCE_MS = 200;
const MOST_OF_EACH = 5;
const SHORTEST = 2;

/** What the server finds by name, grouped; nothing until two letters are typed. */
export function useFoundThings(query: string) {
  const navigate = useNavigate();
  const { count } = useFormats();
  const mayReadPeople = useMay('people.read');
  const [search] = useDebouncedValue(query.trim(), DEBOUNCE_MS);
  const isAsked = search.length >= SHORTEST;
  const asked = { search, limit: MOST_OF_EACH };
  const options = { enabled: isAsked, placeholderData: keepPreviousData };
  const customers = useQuery({ ...customersQuery(asked), ...options, enabled: isAsked && mayReadPeople });
  const segments = useQuery({ ...segmentsQuery(asked), ...options });
  const campaigns = useQuery({ ...campaignsQuery(asked), ...options });

  const go = (to: string) => () => void navigate(to);
  const ofCustomers: Command[] = (customers.data?.data ?? []).map(({ id, name, email, externalId }) => ({
    id,
    label: name ?? email ?? externalId ?? id,
    description: email ?? undefined,
    icon: IconUser,
    run: go(`/customers/${id}`),
  }));
  const ofSegments: Command[] = (segments.data?.data ?? []).map(({ id, name, audienceSize }) => ({
    id,
    label: name,
    description: count(audienceSize, 'person', 'people'),
    icon: IconTarget,
    run: go(`/segments/${id}`),
  }));
  const ofCampaigns: Command[] = (campaigns.data?.data ?? []).map(({ id, name, status }) => ({
    id,
    label: name,
    description: CAMPAIGN_LOOKS[status].words,
    icon: IconSpeakerphone,
    run: go(`/campaigns/${id}`),
  }));
  const all = [customers, segments, campaigns];
  return {
    groups: isAsked
      ? [
          { name: 'Campaigns', items: ofCampaigns },
          { name: 'Segments', items: ofSegments },
          { name: 'Customers', items: ofCustomers },
        ]
      : [],
    isSearching: all.some(({ isFetching }) => isFetching) || search !== query.trim(),
    error: isAsked ? (all.find(({ error }) => error !== null)?.error ?? null) : null,
  };
}
