import type { AiStateOutput } from '@herald/shared';
import { Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { usd } from './usd.ts';

/** What was used of a day's limits. */
export function UsageCard({ state: { today, limits, resetsAt } }: { state: AiStateOutput }) {
  const { number } = useFormats();
  return (
    <SectionCard
      title="Used today"
      description={
        <>
          The next day begins <RelativeTime at={resetsAt} />. The cost is an estimate by the prices that are set.
        </>
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        <Meter
          label="Calls"
          value={number(today.calls)}
          limit={number(limits.callsPerDay)}
          share={today.calls / limits.callsPerDay}
        />
        <Meter
          label="Cost"
          value={usd(today.costUsd)}
          limit={usd(limits.costPerDayUsd)}
          share={today.costUsd / limits.costPerDayUsd}
        />
        <Stack gap={4}>
          <Text size="sm" c="dimmed" fw={500}>
            Tokens
          </Text>
          <Text fw={550}>
            {number(today.inputTokens)} in, {number(today.outputTokens)} out
          </Text>
        </Stack>
      </SimpleGrid>
    </SectionCard>
  );
}

function Meter({ label, value, limit, share }: { label: string; value: string; limit: string; share: number }) {
  const percent = Number.isFinite(share) ? Math.min(100, 100 * share) : 100;
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed" fw={500}>
        {label}
      </Text>
      <Group gap={6} align="baseline">
        <Text fw={650} size="lg" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {value}
        </Text>
        <Text size="sm" c="dimmed">
          of {limit}
        </Text>
      </Group>
      <Progress value={percent} color={percent >= 100 ? 'orange' : 'ink'} aria-label={`${label} of a day used`} />
    </Stack>
  );
}
