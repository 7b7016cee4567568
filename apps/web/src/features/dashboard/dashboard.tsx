import type { DashboardStatsOutput } from '@herald/shared';

import { ErrorNotice } from '../../components/error-notice.tsx';
import { useDashboardStats } from './get-dashboard-stats.ts';
import { NextStep } from './next-step.tsx';

const wholeNumber = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

interface Figure {
  label: string;
  hint: string;
  value: (stats: DashboardStatsOutput) => string;
}

const figures: readonly Figure[] = [
  {
    label: 'Customers',
    hint: 'people a message can reach',
    value: (stats) => wholeNumber.format(stats.totalCustomers),
  },
  {
    label: 'Segments',
    hint: 'saved audiences',
    value: (stats) => wholeNumber.format(stats.customerSegments),
  },
  {
    label: 'Active campaigns',
    hint: 'being sent right now',
    value: (stats) => wholeNumber.format(stats.activeCampaigns),
  },
  {
    label: 'Delivery rate',
    hint: 'sent, of all that were sent or failed',
    value: (stats) => percent.format(stats.deliveryRate),
  },
];

export function Dashboard() {
  const { data: stats, error, isFetching, refetch } = useDashboardStats();
  return (
    <section aria-labelledby="dashboard-title" aria-busy={!stats && !error}>
      <h2 id="dashboard-title">At a glance</h2>
      {error && (
        <ErrorNotice
          title={stats ? 'These counts are not up to date' : 'The counts could not be loaded'}
          error={error}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
        />
      )}
      {(stats || !error) && (
        <dl className="figures">
          {figures.map((figure) => (
            <div className="figure" key={figure.label}>
              <dt>{figure.label}</dt>
              <dd className="figure-value">
                {stats ? figure.value(stats) : <span className="skeleton">Loading</span>}
              </dd>
              <dd className="figure-hint">{figure.hint}</dd>
            </div>
          ))}
        </dl>
      )}
      {stats && <NextStep stats={stats} />}
    </section>
  );
}
