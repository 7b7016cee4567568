import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

import { useDocumentTitle } from '../lib/use-document-title.ts';

interface PageHeaderProps {
  title: string;
  /** What the tab of the browser says, when the title alone would say too little there. */
  documentTitle?: string;
  /** One line; what one does here. */
  description?: ReactNode;
  /** Buttons on the right, one primary at most. */
  actions?: ReactNode;
  /** Beside the title, as a status badge. */
  badge?: ReactNode;
  /** Above the title, as a link back to the list. */
  above?: ReactNode;
}

/** The head of every page: its only h1, which gets the focus when one comes here. */
export function PageHeader({ title, documentTitle, description, actions, badge, above }: PageHeaderProps) {
  useDocumentTitle(documentTitle ?? title);
  return (
    <Group component="header" justify="space-between" align="flex-start" gap="md" mb="lg">
      <Stack gap={4} miw={0} flex="1 1 20rem">
        {above}
        <Group gap="sm">
          <Title order={1} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {badge}
        </Group>
        {description !== undefined && (
          <Text c="dimmed" maw="44rem">
            {description}
          </Text>
        )}
      </Stack>
      {actions !== undefined && <Group gap="sm">{actions}</Group>}
    </Group>
  );
}
