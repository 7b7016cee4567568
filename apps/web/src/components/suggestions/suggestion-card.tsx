import type { AiOrigin } from '@herald/shared';
import { Badge, Group, Stack, Title, type TitleOrder } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';

import classes from './suggestions.module.css';
import { SuggestionOrigin } from './suggestion-origin.tsx';

/** Marks what nobody has decided yet, wherever it is shown. */
export function SuggestionBadge() {
  return (
    <Badge color="violet" size="sm" leftSection={<IconSparkles size={12} aria-hidden />}>
      Suggestion
    </Badge>
  );
}

interface SuggestionCardProps {
  title: string;
  order?: TitleOrder;
  /** Who made it; left out where several cards are of one answer. */
  origin?: AiOrigin | undefined;
  /** Whether it is the answer that there is nothing to suggest. */
  isRefusal?: boolean;
  /** At the foot: what can be done with it. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Something suggested: looks the same everywhere, and like nothing that is saved. */
export function SuggestionCard({
  title,
  order = 3,
  origin,
  isRefusal = false,
  actions,
  children,
}: SuggestionCardProps) {
  const id = useId();
  return (
    <section className={classes.card} data-refusal={isRefusal || undefined} aria-labelledby={id}>
      <Stack gap="md">
        <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
          <Title order={order} id={id}>
            {title}
          </Title>
          {!isRefusal && <SuggestionBadge />}
        </Group>
        {children}
        {actions}
        {origin && <SuggestionOrigin origin={origin} done={isRefusal ? 'Read' : 'Suggested'} />}
      </Stack>
    </section>
  );
}
