import { Stack, Text } from '@mantine/core';

import { useMe } from '../../../api/auth.ts';
import { membersQuery } from '../../../api/members.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { mayWords, ROLE_WORDS, ROLES_UPWARDS } from '../access-words.ts';
import { Facts } from '../facts.tsx';
import { InviteMember, WithoutGoogle } from './invite-member.tsx';
import { MembersTable } from './members-table.tsx';

const HEADS = ['Member', 'Role', 'Last sign-in', ''];
const ROW_HEIGHT = 57;

/** Who may sign in, and what they may do. */
export function MembersSettings() {
  const { data: me } = useMe();
  const { data, error, refetch, isFetching, pager } = usePagedQuery((page) => membersQuery(page));
  return (
    <Stack gap="lg">
      <WithoutGoogle />
      {error && !data ? (
        <ErrorNotice
          title="The members could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <SectionCard
          title="Members"
          description="Who may sign in to this workspace."
          actions={<InviteMember />}
          isFlush
        >
          {data ? (
            <MembersTable members={data.data} myId={me?.member?.id} />
          ) : (
            <SkeletonTable heads={HEADS} rows={3} rowHeight={ROW_HEIGHT} />
          )}
          {(pager.hasNext || pager.hasPrevious) && <Pager pager={pager} label="Pages of members" />}
        </SectionCard>
      )}
      <SectionCard title="What each role may do">
        <Stack gap="md">
          <Facts facts={ROLES_UPWARDS.map((role) => ({ label: ROLE_WORDS[role], value: mayWords({ role }) }))} />
          <Text size="sm" c="dimmed">
            A workspace always keeps an owner who can sign in.
          </Text>
        </Stack>
      </SectionCard>
    </Stack>
  );
}
