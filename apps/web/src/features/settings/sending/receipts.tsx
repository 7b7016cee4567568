import type { DeliveryStateOutput } from '@herald/shared';
import { SimpleGrid } from '@mantine/core';

import { SectionCard } from '../../../components/section-card.tsx';
import { Stat } from '../../../components/stat.tsx';
import { useFormats } from '../../../lib/formats.ts';

/** The most that the API counts; the number then means "at least". */
const MOST_COUNTED = 100_000;

/** What the vendor reported and is not applied. */
export function Receipts({ state: { waitingReceipts, orphanReceipts } }: { state: DeliveryStateOutput }) {
  const { number } = useFormats();
  const waiting = number(waitingReceipts);
  return (
    <SectionCard title="Receipts" description="The vendor's reports of what became of messages.">
      <SimpleGrid component="dl" cols={{ base: 1, xs: 2 }} m={0}>
        <Stat
          label="Waiting"
          value={waitingReceipts >= MOST_COUNTED ? `${waiting} or more` : waiting}
          hint="Taken, and not applied yet. Their number grows for a moment while much is sent."
        />
        <Stat
          label="About unknown messages"
          value={number(orphanReceipts)}
          hint="Kept, in case the message turns up. Many of them mean that the vendor reports somebody else's."
        />
      </SimpleGrid>
    </SectionCard>
  );
}
