import type { AiStateOutput } from '@herald/shared';
import { Code, Stack, Text } from '@mantine/core';

import { SectionCard } from '../../../components/section-card.tsx';
import { DotBadge } from '../../../components/status-badge.tsx';
import { Facts } from '../facts.tsx';

/** Who makes the suggestions, and where that is set; not here, as it decides what leaves the machine. */
export function ProviderCard({ state: { provider, model } }: { state: AiStateOutput }) {
  const isOffline = provider === 'offline';
  return (
    <SectionCard
      title="Who makes suggestions"
      actions={<DotBadge color={isOffline ? 'gray' : 'teal'}>{isOffline ? 'Herald itself' : 'Google Gemini'}</DotBadge>}
    >
      <Stack gap="md">
        <Text size="sm">
          {isOffline
            ? 'Herald itself, by rules and tables of its own. Nothing leaves this machine, and nothing costs anything.'
            : 'Google Gemini. When it does not answer, or a limit of the day is reached, Herald makes them itself and says so.'}
        </Text>
        <Facts
          facts={[
            ...(model === null ? [] : [{ label: 'Model', value: <Code>{model}</Code> }]),
            isOffline
              ? { label: 'To ask Gemini', value: <Code>GEMINI_API_KEY=…</Code> }
              : { label: 'To switch it off', value: <Code>AI_PROVIDER=offline</Code> },
            { label: 'Another model', value: <Code>GEMINI_MODEL</Code> },
            { label: 'Limits of a day', value: <Code>AI_DAILY_CALLS, AI_DAILY_COST_USD</Code> },
          ]}
        />
        <Text size="sm" c="dimmed">
          These are variables in the environment of the server, as in its <Code>.env</Code>; they count from its next
          start. <Code>docs/ai.md</Code> explains each.
        </Text>
      </Stack>
    </SectionCard>
  );
}
