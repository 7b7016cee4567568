import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface SectionCardProps {
  title: string;
  description?: ReactNode;
  /** On the right of the title. */
  actions?: ReactNode;
  /** Without padding, so that a table reaches the borders. */
  isFlush?: boolean;
  children: ReactNode;
}

/** A part of a page: a card that is a region with an h2. */
export function SectionCard({ title, description, actions, isFlush = false, children }: SectionCardProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} padding={isFlush ? 0 : 'lg'}>
      <Group
        justify="space-between"
        align="flex-start"
        gap="sm"
        {...(isFlush ? { px: 'lg', pt: 'lg', pb: 'sm' } : { mb: 'md' })}
      >
        <Stack gap={2} miw={0}>
          <Title order={2} id={id}>
            {title}
          </Title>
          {description !== undefined && (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </Stack>
        {actions}
      </Group>
      {children}
    </Card>
  );
}
