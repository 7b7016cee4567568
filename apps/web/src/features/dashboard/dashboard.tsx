import type { CampaignOutput, DashboardStatsOutput } from '@herald/shared';
import { Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import {
  dashboardAttentionQuery,
  dashboardBreakdownsQuery,
  dashboardStatsQuery,
  dashboardTimeseriesQuery,
} from '../../api/dashboard.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SkeletonCard } from '../../components/skeletons.tsx';
import { Attention } from './attention/attention.tsx';
import { BreakdownCards } from './breakdowns/breakdown-cards.tsx';
import { LatestCampaigns } from './campaigns/latest-campaigns.tsx';
import { latestCampaignsQuery } from './campaigns/latest-campaigns-query.ts';
import { FigureCards } from './figures/figure-cards.tsx';
import { PeriodControl } from './period/period-control.tsx';
import { usePeriod } from './period/use-period.ts';
import { type Done, FirstSteps } from './start/first-steps.tsx';
import { Stats } from './stats/stats.tsx';

/** How the workspace is doing: what stands, what is wrong, and what happened in the period. */
export function Dashboard() {
  const chosen = usePeriod();
  const { from, to } = chosen.period;
  const stats = useQuery(dashboardStatsQuery());
  const attention = useQuery(dashboardAttentionQuery());
  const campaigns = useQuery(latestCampaignsQuery());
  const timeseries = useQuery({ ...dashboardTimeseriesQuery({ from, to }), placeholderData: keepPreviousData });
  const breakdowns = useQuery({ ...dashboardBreakdownsQuery({ from, to }), placeholderData: keepPreviousData });
  const done = stats.data && campaigns.data && stepsDone(stats.data, campaigns.data.data);
  const isNew = done?.data === false;
  // Below something of a size that is not known yet nothing is shown: it would move.
  const isSizeKnown = !stats.isPending && !attention.isPending && !campaigns.isPending;
  return (
    <>
      <PageHeader
        title="Dashboard"
        description="How your campaigns and customers are doing."
        {...(!isNew && { actions: <PeriodControl {...chosen} /> })}
      />
      {/* Another page for a new workspace, not one that moved. */}
      <Stack gap="lg" key={isNew ? 'start' : 'figures'}>
        {!isNew && <Stats stats={stats.data} timeseries={timeseries.isPlaceholderData ? undefined : timeseries.data} />}
        <Failed title="The figures of now could not be loaded" of={stats} />
        {isSizeKnown ? (
          <>
            {attention.data && !(isNew && attention.data.items.length === 0) && (
              <Attention attention={attention.data} />
            )}
            <Failed title="What needs attention could not be loaded" of={attention} />
            {done && !done.campaign && <FirstSteps done={done} />}
            <Failed title="The latest campaigns could not be loaded" of={campaigns} />
            {!isNew && (
              <>
                <Failed title="The figures of the period could not be loaded" of={timeseries} />
                {(timeseries.data || !timeseries.error) && (
                  <FigureCards
                    timeseries={timeseries.data}
                    isStale={timeseries.isPlaceholderData}
                    latestCampaigns={<LatestCampaigns campaigns={campaigns.data?.data ?? []} />}
                  />
                )}
                <Failed title="What the figures are made of could not be loaded" of={breakdowns} />
                {(breakdowns.data || !breakdowns.error) && (
                  <BreakdownCards breakdowns={breakdowns.data} isStale={breakdowns.isPlaceholderData} />
                )}
              </>
            )}
          </>
        ) : (
          <>
            <SkeletonCard height={110} />
            <SkeletonCard height={420} />
          </>
        )}
      </Stack>
    </>
  );
}

/** What of the way to the first campaign is behind the workspace. */
function stepsDone(stats: DashboardStatsOutput, latest: readonly CampaignOutput[]): Done {
  return {
    data: stats.totalCustomers > 0,
    segment: stats.customerSegments > 0,
    campaign: latest.some(({ status }) => status !== 'DRAFT'),
  };
}

interface FailedProps {
  title: string;
  of: { data: unknown; error: Error | null; isFetching: boolean; refetch: () => Promise<unknown> };
}

/** Only while there is nothing to show; figures that were there stay when they cannot be asked for anew. */
function Failed({ title, of: { data, error, isFetching, refetch } }: FailedProps) {
  if (data !== undefined || error === null) return null;
  return <ErrorNotice title={title} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />;
}
