import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router-dom';

import { PageHeader } from '../../../components/page-header.tsx';
import { CampaignHistory } from '../../../features/campaigns/history/campaign-history.tsx';
import { useMay } from '../../../lib/may.ts';

export function CampaignsPage() {
  const mayWrite = useMay('campaigns.write');
  const launchedId = useLaunched();
  return (
    <>
      <PageHeader
        title="Campaigns"
        description="What was sent, to whom, and how it went."
        actions={
          mayWrite && (
            <Button component={Link} to="/campaigns/new" leftSection={<IconPlus size={16} aria-hidden />}>
              New campaign
            </Button>
          )
        }
      />
      <CampaignHistory launchedId={launchedId} />
    </>
  );
}

/** The campaign whose launch led here. It is forgotten by the address, so that a reload points nothing out. */
function useLaunched(): string | undefined {
  const location = useLocation();
  const { search } = location;
  const state: unknown = location.state;
  const navigate = useNavigate();
  const [launched] = useState(() => launchedIn(state));
  useEffect(() => {
    if (launchedIn(state) !== undefined) void navigate({ search }, { replace: true, state: null });
  }, [state, search, navigate]);
  return launched;
}

function launchedIn(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('launched' in state)) return undefined;
  return typeof state.launched === 'string' ? state.launched : undefined;
}
