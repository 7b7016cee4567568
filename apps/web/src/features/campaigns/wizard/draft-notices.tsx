import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconGitBranch } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { ErrorNotice } from '../../../components/error-notice.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import type { Draft } from './use-draft.ts';

/** What stands in the way of saving, and what can be done about it. */
export function DraftNotices({ draft }: { draft: Draft }) {
  const { state, store } = draft;
  if (state.kind === 'refused') return <ErrorNotice title="The draft was not saved" error={state.error} />;
  if (state.kind === 'gone') return <GoneNotice id={state.campaign?.id} />;
  if (state.kind !== 'changed') return null;
  return (
    <Alert color="orange" role="alert" icon={<IconGitBranch aria-hidden />} title="This draft was changed elsewhere">
      <Stack gap="sm">
        <Text size="sm">
          Somebody saved it in another tab or on another device, <RelativeTime at={state.theirs.updatedAt} />. What you
          change here is not saved until you decide which one counts.
        </Text>
        <Group gap="sm">
          <Button size="xs" variant="default" onClick={() => store.takeTheirs()}>
            Load the newer version
          </Button>
          <Button size="xs" variant="default" onClick={() => store.keepMine()}>
            Keep mine
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** @param id of the campaign that the draft became; undefined once it was deleted. */
function GoneNotice({ id }: { id: string | undefined }) {
  if (id === undefined) {
    return (
      <Alert color="orange" role="alert" icon={<IconAlertTriangle aria-hidden />} title="This draft was deleted">
        Nothing that you change here is kept.{' '}
        <Anchor component={Link} to="/campaigns" size="sm" underline="always">
          To the campaigns
        </Anchor>
      </Alert>
    );
  }
  return (
    <Alert color="orange" role="alert" icon={<IconAlertTriangle aria-hidden />} title="This is no draft any more">
      It was launched in another tab or by somebody else, and can no longer be changed.{' '}
      <Anchor component={Link} to={`/campaigns/${id}`} size="sm" underline="always">
        See how it is doing
      </Anchor>
    </Alert>
  );
}
