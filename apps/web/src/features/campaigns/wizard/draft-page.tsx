import type { CampaignOutput } from '@herald/shared';
import { Button, Text } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router-dom';

import { campaignProgressQuery, campaignsChanged, deleteCampaign } from '../../../api/campaigns.ts';
import { confirm } from '../../../components/confirm.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { isNotFound } from '../../../lib/api-client.ts';
import { CampaignWizard } from './campaign-wizard.tsx';
import { type DraftFields, EMPTY_DRAFT } from './draft-fields.ts';
import { useDraft } from './use-draft.ts';
import { WizardSkeleton } from './wizard-skeleton.tsx';

/** A draft that is not there yet. @param onCreated with its id, once it was saved for the first time */
export function NewDraft({ onCreated }: { onCreated: (id: string) => void }) {
  return <Editing given={EMPTY_DRAFT} onCreated={onCreated} />;
}

/** A draft that somebody has begun. */
export function StoredDraft({ id }: { id: string }) {
  const { data, error, refetch, isFetching, isFetchedAfterMount } = useQuery({
    ...campaignProgressQuery(id),
    staleTime: 0,
  });
  if (data !== undefined && isFetchedAfterMount) {
    return data.status === 'DRAFT' ? <Editing given={data} /> : <Navigate to={`/campaigns/${id}`} replace />;
  }
  if (isNotFound(error)) return <NoSuchDraft />;
  if (error === null) return <WizardSkeleton />;
  return (
    <>
      <PageHeader title="Draft" />
      <ErrorNotice
        title="The draft could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    </>
  );
}

function NoSuchDraft() {
  return (
    <>
      <PageHeader title="Draft" />
      <EmptyState
        icon={IconSpeakerphone}
        title="This draft does not exist"
        action={
          <Button component={Link} to="/campaigns">
            To the campaigns
          </Button>
        }
      >
        It may have been deleted.
      </EmptyState>
    </>
  );
}

interface EditingProps {
  given: CampaignOutput | DraftFields;
  onCreated?: (id: string) => void;
}

function Editing({ given, onCreated }: EditingProps) {
  const draft = useDraft(given);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  useOwnAddress(draft.id, onCreated);
  const leaveFor = async (address: string, state?: unknown) => {
    campaignsChanged(queryClient);
    await navigate(address, { state });
  };
  const askToDelete = () =>
    confirm({
      title: 'Delete this draft?',
      children: <Text>“{draft.fields.name}” is deleted for good. Nothing was sent of it.</Text>,
      confirmLabel: 'Delete draft',
      cancelLabel: 'Keep it',
      isDangerous: true,
      onConfirm: async () => {
        await deleteCampaign({ params: { id: draft.id ?? '' } });
        draft.store.close();
        notify.done('Draft deleted');
        await leaveFor('/campaigns');
      },
    });
  const showLaunched = (campaign: CampaignOutput, when: string) => {
    draft.store.close();
    notify.done(`“${campaign.name}” ${when === 'now' ? 'is on its way' : `goes out ${when}`}`);
    void leaveFor('/campaigns', { launched: campaign.id });
  };
  return <CampaignWizard draft={draft} onDelete={askToDelete} onLaunched={showLaunched} />;
}

/** Once a new draft is saved it has an address of its own, so that a reload goes on with it. */
function useOwnAddress(id: string | undefined, onCreated: ((id: string) => void) | undefined): void {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const move = useEffectEvent((created: string) => {
    if (onCreated === undefined) return;
    const kept = new URLSearchParams(params);
    kept.delete('segment');
    onCreated(created);
    const search = kept.size === 0 ? '' : `?${kept.toString()}`;
    void navigate(`/campaigns/${created}/edit${search}`, { replace: true, state: { keepsFocus: true } });
  });
  useEffect(() => {
    if (id !== undefined) move(id);
  }, [id]);
}
