import type { DashboardStatsOutput, DashboardTimeseriesOutput } from '@herald/shared';
import { Anchor, Card, SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

import { Stat } from '../../../components/stat.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import { shareOf } from './delivery-rate.ts';
import classes from './stats.module.css';

interface StatsProps {
  stats: DashboardStatsOutput | undefined;
  timeseries: DashboardTimeseriesOutput | undefined;
}

/** How Herald stands now; what changed in the period is below each. */
export function Stats({ stats, timeseries }: StatsProps) {
  const { number, percent } = useFormats();
  const mayReadPeople = useMay('people.read');
  const known = (write: (known: DashboardStatsOutput) => string) => stats && write(stats);
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: 'sm', xs: 'lg' }}>
      <StatCard
        label="Customers"
        value={known(({ totalCustomers }) => number(totalCustomers))}
        hint={timeseries ? `${number(timeseries.totals.newCustomers)} new in this period` : undefined}
        {...(mayReadPeople && { to: '/customers', linkWords: 'All customers' })}
      />
      <StatCard
        label="Active campaigns"
        value={known(({ activeCampaigns }) => number(activeCampaigns))}
        hint={stats && sendingWords(stats)}
        to="/campaigns"
        linkWords="All campaigns"
      />
      <StatCard
        label="Delivery rate"
        value={known(({ deliveryRate }) => percent(deliveryRate))}
        hint={timeseries && rateWords(timeseries, percent)}
        to="/campaigns?status=COMPLETED"
        linkWords="Finished campaigns"
      />
      <StatCard
        label="Segments"
        value={known(({ customerSegments }) => number(customerSegments))}
        hint={stats && 'Audiences to write to'}
        to="/segments"
        linkWords="All segments"
      />
    </SimpleGrid>
  );
}

interface StatCardProps {
  label: string;
  value: string | undefined;
  hint: string | undefined;
  to?: string;
  linkWords?: string;
}

function StatCard({ label, value, hint, to, linkWords }: StatCardProps) {
  return (
    <Card padding="md">
      <dl style={{ margin: 0 }}>
        <Stat label={label} value={value} hint={<Hint words={hint} to={to} linkWords={linkWords} />} />
      </dl>
    </Card>
  );
}

/** As high before its words are there. */
function Hint({
  words,
  to,
  linkWords,
}: {
  words: string | undefined;
  to: string | undefined;
  linkWords: string | undefined;
}): ReactNode {
  return (
    <>
      <span className={classes.words}>{words ?? '\u00a0'}</span>
      {to === undefined ? (
        '\u00a0'
      ) : (
        <Anchor component={Link} to={to} size="xs" fw={550}>
          {linkWords}
        </Anchor>
      )}
    </>
  );
}

function sendingWords({ sending, activeCampaigns }: DashboardStatsOutput): string {
  if (sending === 'stopped') return 'All sending is stopped';
  return activeCampaigns === 0 ? 'None is being sent now' : 'Being prepared or sent now';
}

function rateWords({ totals, before }: DashboardTimeseriesOutput, percent: (fraction: number) => string): string {
  const [now, then] = [shareOf(totals), shareOf(before.totals)];
  if (now === null) return 'Nothing was sent in this period';
  return `${percent(now)} in this period${then === null ? '' : `, ${percent(then)} before`}`;
}
