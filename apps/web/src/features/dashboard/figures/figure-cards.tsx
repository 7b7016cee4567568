import type { DashboardTimeseriesOutput } from '@herald/shared';
import { SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';

import { OUTCOME_LOOKS } from '../../../lib/campaign-words.ts';
import classes from './figure-cards.module.css';
import type { Figure } from './figure.ts';
import { FigureCard } from './figure-card.tsx';

const MESSAGES: readonly Figure[] = [
  { key: 'sent', label: OUTCOME_LOOKS.sent.words, color: `${OUTCOME_LOOKS.sent.color}.5` },
  { key: 'failed', label: OUTCOME_LOOKS.failed.words, color: `${OUTCOME_LOOKS.failed.color}.5`, isLessBetter: true },
  { key: 'excluded', label: OUTCOME_LOOKS.excluded.words, color: 'gray.5', isLessBetter: true },
];
const NEW_CUSTOMERS: readonly Figure[] = [{ key: 'newCustomers', label: 'New customers', color: 'ink.5' }];
const ORDERS: readonly Figure[] = [{ key: 'orders', label: 'Orders', color: 'violet.5' }];
const REVENUE: readonly Figure[] = [{ key: 'revenue', label: 'Revenue', color: 'teal.5', isMoney: true }];

interface FigureCardsProps {
  timeseries: DashboardTimeseriesOutput | undefined;
  isStale: boolean;
  /** Beside the messages. */
  latestCampaigns: ReactNode;
}

export function FigureCards({ timeseries, isStale, latestCampaigns }: FigureCardsProps) {
  const given = { timeseries, isStale };
  return (
    <>
      <div className={classes.messages}>
        <FigureCard
          {...given}
          title="Messages"
          description="Each counts on the day on which its campaign was launched."
          figures={MESSAGES}
          emptyWords="No campaign was launched in this period."
        />
        {latestCampaigns}
      </div>
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
        <FigureCard
          {...given}
          title="New customers"
          figures={NEW_CUSTOMERS}
          emptyWords="Nobody became a customer in this period."
        />
        <FigureCard {...given} title="Orders" figures={ORDERS} emptyWords="Nobody ordered in this period." />
        <FigureCard {...given} title="Revenue" figures={REVENUE} emptyWords="No money was earned in this period." />
      </SimpleGrid>
    </>
  );
}
