import {
  COMMUNICATION_STATUSES,
  communicationStatusSchema,
  EXCLUSION_REASONS,
  exclusionReasonSchema,
  FAILURE_CLASSES,
  failureClassSchema,
} from '@herald/shared';
import type { RecipientFilters } from '@herald/shared';
import { Button, Group, Select, Text } from '@mantine/core';
import { IconDownload, IconUsers } from '@tabler/icons-react';
import { queryOptions } from '@tanstack/react-query';

import { campaignRecipientsAddress, campaignRecipientsQuery } from '../../../api/campaigns.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { SearchInput } from '../../../components/search-input.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { EXCLUSION_WORDS, FAILURE_WORDS, MESSAGE_LOOKS } from '../../../lib/campaign-words.ts';
import type { EndpointQuery } from '../../../lib/endpoint.ts';
import { useMay } from '../../../lib/may.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { RecipientsTable } from './recipients-table.tsx';

const REFRESH_MS = 5_000;
const PAGE_SIZE = 25;
const URL_DEFAULTS = { search: '', state: '', failure: '', exclusion: '' };

interface RecipientsProps {
  id: string;
  /** Whether states may still change. */
  isMoving: boolean;
}

/** Everybody in the audience, and what became of the message to each. */
export function Recipients({ id, isMoving }: RecipientsProps) {
  const maySeePeople = useMay('people.read');
  const [url, setUrl] = useUrlState(URL_DEFAULTS);
  const filters = filtersOf(url, maySeePeople);
  const { data, error, refetch, isFetching, isPlaceholderData, pager } = usePagedQuery(
    (page) => recipientsQuery(id, { ...page, ...filters }, isMoving),
    { pageSize: PAGE_SIZE },
  );
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <SectionCard
      title="Recipients"
      isFlush
      description={
        maySeePeople
          ? 'Everybody in the audience, and what became of the message to each.'
          : 'What became of each message. Names and texts are shown to marketers and owners only.'
      }
      actions={
        maySeePeople && (
          <Button
            component="a"
            href={campaignRecipientsAddress(id, filters)}
            download
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            Download CSV
          </Button>
        )
      }
    >
      <Filters url={url} set={setUrl} withSearch={maySeePeople} />
      {data === undefined && error === null && <SkeletonTable heads={headsFor(maySeePeople)} rowHeight={57} />}
      {data === undefined && error !== null && (
        <ErrorNotice
          title="The recipients could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
      {data !== undefined && data.data.length > 0 && (
        <RecipientsTable recipients={data.data} withPeople={maySeePeople} isStale={isPlaceholderData} />
      )}
      {data?.data.length === 0 && (
        <Nobody isFiltered={isFiltered} onClear={() => setUrl({ search: '', state: '', failure: '', exclusion: '' })} />
      )}
      <Pager pager={pager} label="Pages of recipients" />
    </SectionCard>
  );
}

function headsFor(withPeople: boolean): string[] {
  return withPeople ? ['Person', 'State', 'When', 'Message'] : ['State', 'When', 'Why'];
}

function recipientsQuery(id: string, query: EndpointQuery<'listCampaignRecipients'>, isMoving: boolean) {
  return queryOptions({
    ...campaignRecipientsQuery(id, query),
    refetchInterval: isMoving ? REFRESH_MS : false,
  });
}

type UrlFilters = typeof URL_DEFAULTS;

function filtersOf({ search, state, failure, exclusion }: UrlFilters, maySearch: boolean): RecipientFilters {
  const status = communicationStatusSchema.safeParse(state).data;
  const failureClass = failureClassSchema.safeParse(failure).data;
  const exclusionReason = exclusionReasonSchema.safeParse(exclusion).data;
  return {
    ...(maySearch && search !== '' && { search }),
    ...(status && { status }),
    ...(failureClass && { failureClass }),
    ...(exclusionReason && { exclusionReason }),
  };
}

const STATE_CHOICES = COMMUNICATION_STATUSES.map((status) => ({ value: status, label: MESSAGE_LOOKS[status].words }));
const REASON_CHOICES = [
  {
    group: 'Failed',
    items: FAILURE_CLASSES.map((failure) => ({ value: `failure:${failure}`, label: FAILURE_WORDS[failure] })),
  },
  {
    group: 'Left out',
    items: EXCLUSION_REASONS.map((reason) => ({ value: `exclusion:${reason}`, label: EXCLUSION_WORDS[reason] })),
  },
];

interface FiltersProps {
  url: UrlFilters;
  set: (changes: Partial<UrlFilters>) => void;
  withSearch: boolean;
}

function Filters({ url, set, withSearch }: FiltersProps) {
  const { state, failure, exclusion } = url;
  const reason = failure === '' ? `exclusion:${exclusion}` : `failure:${failure}`;
  const chooseReason = (chosen: string | null) => {
    const [kind, name = ''] = chosen?.split(':') ?? [];
    // Of a reason there is only one state.
    set({ failure: kind === 'failure' ? name : '', exclusion: kind === 'exclusion' ? name : '', state: '' });
  };
  return (
    <Group px="lg" pb="md" gap="sm">
      {withSearch && <SearchInput aria-label="Search recipients" placeholder="Name or email" />}
      <Select
        aria-label="State"
        placeholder="Any state"
        data={STATE_CHOICES}
        value={STATE_CHOICES.some(({ value }) => value === state) ? state : null}
        onChange={(chosen) => set({ state: chosen ?? '', failure: '', exclusion: '' })}
        clearable
        w={{ base: '100%', xs: 170 }}
      />
      <Select
        aria-label="Reason"
        placeholder="Any reason"
        data={REASON_CHOICES}
        value={failure === '' && exclusion === '' ? null : reason}
        onChange={chooseReason}
        clearable
        w={{ base: '100%', xs: 260 }}
      />
    </Group>
  );
}

function Nobody({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered) {
    return (
      <Text px="lg" pb="lg" c="dimmed">
        Nobody is in it yet: who gets it is decided when the campaign starts.
      </Text>
    );
  }
  return (
    <EmptyState
      icon={IconUsers}
      title="Nobody is like that"
      isInCard
      action={
        <Button variant="default" onClick={onClear}>
          Show everybody
        </Button>
      }
    >
      No recipient has this name, state and reason.
    </EmptyState>
  );
}
