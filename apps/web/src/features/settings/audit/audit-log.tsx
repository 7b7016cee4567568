import { Button, Card, Stack } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';

import { auditEventsQuery } from '../../../api/audit.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { useUrlState } from '../../../lib/url-state.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';
import { useNames } from './use-names.ts';

const DEFAULTS = { action: '', actorId: '' };
const HEADS = ['When', 'Who', 'What', 'To what', 'Outcome', 'Request'];

/** Who did what, newest first, and what was refused to whom. */
export function AuditLog() {
  const [{ action, actorId }, set] = useUrlState(DEFAULTS);
  const names = useNames();
  const { data, error, refetch, isFetching, isPlaceholderData, pager } = usePagedQuery((page) =>
    auditEventsQuery({ ...page, ...(action !== '' && { action }), ...(actorId !== '' && { actorId }) }),
  );
  const showAll = () => set(DEFAULTS);
  const events = data?.data;
  return (
    <SectionCard
      title="Audit log"
      description="Who did what and what was refused, newest first. Nobody can change it here."
      isFlush
    >
      <Stack gap={0}>
        <Card withBorder={false} padding="lg" pt="xs" pb="md" radius={0}>
          <AuditFilters action={action} actorId={actorId} names={names} onChange={set} />
        </Card>
        {error && !isFetching && (
          <Card withBorder={false} padding="lg" pt={0}>
            <ErrorNotice title="The audit log could not be loaded" error={error} onRetry={() => void refetch()} />
          </Card>
        )}
        {!events && !error && <SkeletonTable heads={HEADS} rowHeight={62} />}
        {events && events.length > 0 && <AuditTable events={events} names={names} isFaded={isPlaceholderData} />}
        {events?.length === 0 && (
          <EmptyState
            isInCard
            icon={IconHistory}
            title="Nothing like that was noted"
            action={
              <Button variant="default" onClick={showAll}>
                Show everything
              </Button>
            }
          >
            Look at another kind of action, or at what somebody else did.
          </EmptyState>
        )}
        <Pager pager={pager} label="Pages of the audit log" />
      </Stack>
    </SectionCard>
  );
}
