import type { WorkspaceOutput } from '@herald/shared';
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { workspaceQuery } from '../../../api/workspace.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonLines } from '../../../components/skeletons.tsx';
import { useMay } from '../../../lib/may.ts';
import { Facts } from '../facts.tsx';
import { currencyChoices, timeZoneChoices } from './choices.ts';
import { WorkspaceForm } from './workspace-form.tsx';

/** The workspace as it is; owners may change it. */
export function WorkspaceSettings() {
  const { data, error, refetch, isFetching } = useQuery(workspaceQuery());
  const mayManage = useMay('workspace.manage');
  if (error && !data) {
    return (
      <ErrorNotice
        title="The workspace could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    );
  }
  return (
    <SectionCard title="Workspace" description={data && <LastChange workspace={data} />}>
      {!data && <SkeletonLines lines={6} />}
      {data && (mayManage ? <WorkspaceForm workspace={data} /> : <WorkspaceFacts workspace={data} />)}
    </SectionCard>
  );
}

function LastChange({ workspace: { updatedAt } }: { workspace: WorkspaceOutput }) {
  if (updatedAt === null) return 'As the server was set up.';
  return (
    <>
      Last changed <RelativeTime at={updatedAt} />.
    </>
  );
}

function WorkspaceFacts({ workspace: { name, timeZone, currency } }: { workspace: WorkspaceOutput }) {
  const labelOf = (choices: { value: string; label: string }[], value: string) =>
    choices.find((choice) => choice.value === value)?.label ?? value;
  return (
    <Stack gap="md">
      <Facts
        facts={[
          { label: 'Name', value: name },
          { label: 'Time zone', value: labelOf(timeZoneChoices(timeZone), timeZone) },
          { label: 'Currency', value: labelOf(currencyChoices(currency), currency) },
        ]}
      />
      <Text size="sm" c="dimmed">
        Owners of the workspace can change these.
      </Text>
    </Stack>
  );
}
