import { Card, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: Icon;
  title: string;
  /** The next step, in words. */
  children: ReactNode;
  /** The next step, as a button. */
  action?: ReactNode;
  /** Inside a card that is there already. */
  isInCard?: boolean;
}

/** What a list shows while there is nothing in it: why, and what to do next. */
export function EmptyState({ icon: Glyph, title, children, action, isInCard = false }: EmptyStateProps) {
  const content = (
    <Stack align="center" gap="sm" py={48} px="lg">
      <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
        <Glyph size={26} stroke={1.6} />
      </ThemeIcon>
      <Title order={2} ta="center">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw="30rem">
        {children}
      </Text>
      {action !== undefined && <Group mt="xs">{action}</Group>}
    </Stack>
  );
  return isInCard ? content : <Card padding={0}>{content}</Card>;
}
