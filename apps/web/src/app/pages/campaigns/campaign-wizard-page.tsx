import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, Navigate, useParams } from 'react-router-dom';

import { EmptyState } from '../../../components/empty-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { NewDraft, StoredDraft } from '../../../features/campaigns/wizard/draft-page.tsx';
import { useMay } from '../../../lib/may.ts';

/** Where campaigns are written, by those who may. */
export function CampaignWizardPage() {
  const mayWrite = useMay('campaigns.write');
  const { id } = useParams();
  if (mayWrite) return <Wizard />;
  return id === undefined ? <NotWithYourRole /> : <Navigate to={`/campaigns/${id}`} replace />;
}

function NotWithYourRole() {
  return (
    <>
      <PageHeader title="New campaign" />
      <EmptyState
        icon={IconLock}
        title="You can look at campaigns, and not send any"
        action={
          <Button component={Link} to="/campaigns">
            See all campaigns
          </Button>
        }
      >
        Writing to customers takes the role of a marketer. An owner of the workspace can give it to you.
      </EmptyState>
    </>
  );
}

/**
 * A new campaign, or a draft. Both are one component, so that a new one that was saved for the first
 * time gets its own address while somebody types, and nothing on the page begins anew.
 */
function Wizard() {
  const { id } = useParams();
  const [own, setOwn] = useState<{ id: string; hasMoved: boolean }>();
  const [session, setSession] = useState(0);
  if (own !== undefined && id === own.id && !own.hasMoved) setOwn({ ...own, hasMoved: true });
  // From the draft that was begun here to another one, or to a new one.
  if (own?.hasMoved === true && id !== own.id) {
    setOwn(undefined);
    setSession(session + 1);
  }
  if (id !== undefined && id !== own?.id) return <StoredDraft key={id} id={id} />;
  return <NewDraft key={session} onCreated={(created) => setOwn({ id: created, hasMoved: false })} />;
}
