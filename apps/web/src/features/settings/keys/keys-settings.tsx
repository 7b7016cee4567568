import { Button, Collapse, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight, IconKey } from '@tabler/icons-react';
import { useId } from 'react';

import { apiKeysQuery } from '../../../api/keys.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { useMemberNames } from '../use-member-names.ts';
import { CreateKey } from './create-key.tsx';
import { KeysTable } from './keys-table.tsx';

const PAGE_SIZE = 100;
const HEADS = ['Key', 'May', 'State', 'Last used', 'Expires', 'Made by', ''];

/** The keys with which programs call Herald. */
export function KeysSettings() {
  const { data, error, refetch, isFetching, pager } = usePagedQuery((page) => apiKeysQuery(page), {
    pageSize: PAGE_SIZE,
  });
  const makers = useMemberNames();
  if (error && !data) {
    return (
      <ErrorNotice
        title="The keys could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    );
  }
  const active = data?.data.filter(({ state }) => state === 'active') ?? [];
  const past = data?.data.filter(({ state }) => state !== 'active') ?? [];
  return (
    <SectionCard
      title="API keys"
      description="For programs that send data, read figures or run campaigns."
      actions={<CreateKey />}
      isFlush
    >
      {!data && <SkeletonTable heads={HEADS} rows={3} rowHeight={57} />}
      {active.length > 0 && <KeysTable keys={active} makers={makers} />}
      {data && active.length === 0 && (
        <EmptyState isInCard icon={IconKey} title="No key is active">
          Create one for each program that calls Herald, so that each can be revoked without the others.
        </EmptyState>
      )}
      {past.length > 0 && <PastKeys keys={past} makers={makers} />}
      {(pager.hasNext || pager.hasPrevious) && <Pager pager={pager} label="Pages of keys" />}
    </SectionCard>
  );
}

/** Folded away until somebody asks. */
function PastKeys({ keys, makers }: Parameters<typeof KeysTable>[0]) {
  const [isOpen, { toggle }] = useDisclosure();
  const { count } = useFormats();
  const id = useId();
  return (
    <Stack gap={0} align="stretch">
      <Button
        variant="subtle"
        color="gray"
        size="sm"
        m="xs"
        onClick={toggle}
        aria-expanded={isOpen}
        aria-controls={id}
        style={{ alignSelf: 'flex-start' }}
        leftSection={isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
      >
        {count(keys.length, 'expired or revoked key')}
      </Button>
      <Collapse id={id} expanded={isOpen}>
        {isOpen && <KeysTable keys={keys} makers={makers} />}
      </Collapse>
    </Stack>
  );
}
