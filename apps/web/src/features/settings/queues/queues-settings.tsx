import { QUEUES } from '@herald/shared';
import { Button, Code, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { deliveryStateQuery } from '../../../api/delivery.ts';
import { SectionCard } from '../../../components/section-card.tsx';
import { Stat } from '../../../components/stat.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { Facts } from '../facts.tsx';

const SHOWN = [
  { label: 'Customers to be stored', value: <Code>{QUEUES.customers.name}</Code> },
  { label: 'Orders to be stored', value: <Code>{QUEUES.orders.name}</Code> },
  { label: 'Campaigns to be prepared', value: <Code>{QUEUES.launch.name}</Code> },
  { label: 'Messages for the vendor', value: <Code>{QUEUES.delivery.name}</Code> },
  { label: 'Receipts to be applied', value: <Code>{QUEUES.receipts.name}</Code> },
];

/** What the queues are, and the way to Bull Board, which shows them. */
export function QueuesSettings() {
  const { number } = useFormats();
  const { data } = useQuery(deliveryStateQuery());
  return (
    <Stack gap="lg">
      <SectionCard
        title="Queues"
        description="The work that waits for a worker."
        actions={
          <Button
            component="a"
            href="/queues"
            target="_blank"
            rel="noopener"
            rightSection={<IconExternalLink size={16} aria-hidden />}
          >
            Open the queues
          </Button>
        }
      >
        <Stack gap="lg">
          <Text size="sm" maw={680}>
            Bull Board shows each queue with its jobs: what waits, runs and failed, and why. There you can pause a
            queue, try jobs again or remove them. Nothing is lost by it: what is to be done is in the database, and
            Herald makes the jobs again. Each change is in the audit log. It opens in a new tab.
          </Text>
          <Facts facts={SHOWN} />
        </Stack>
      </SectionCard>
      <SectionCard title="Now">
        <SimpleGrid component="dl" cols={{ base: 1, xs: 2 }} m={0}>
          <Stat
            label="Workers"
            value={data && number(data.workers.length)}
            hint="Seen in the last 30 seconds. Without one, jobs wait."
          />
          <Stat
            label="Receipts that wait"
            value={data && number(data.waitingReceipts)}
            hint="Taken from the vendor, and not applied yet."
          />
        </SimpleGrid>
      </SectionCard>
      <Text size="sm" c="dimmed">
        The page is not there where the server runs with <Code>QUEUES_PAGE=off</Code>.
      </Text>
    </Stack>
  );
}
