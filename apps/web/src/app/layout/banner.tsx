import { Box, Group, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface BannerProps {
  color: string;
  icon: Icon;
  /** Read out at once when it comes; a quiet one is a note. */
  isUrgent?: boolean;
  children: ReactNode;
  action?: ReactNode;
}

/** One line over the whole width, on top of every page. */
export function Banner({ color, icon: Glyph, isUrgent = false, children, action }: BannerProps) {
  return (
    <Box
      role={isUrgent ? 'alert' : 'note'}
      bg={`var(--mantine-color-${color}-light)`}
      c={`var(--mantine-color-${color}-light-color)`}
      px={{ base: 'md', sm: 'xl' }}
      py={8}
    >
      <Group gap="sm" justify="space-between">
        <Group gap={10} wrap="nowrap" miw={0} flex="1 1 20rem">
          <Glyph size={17} stroke={1.8} aria-hidden style={{ flex: 'none' }} />
          <Text size="sm" c="inherit">
            {children}
          </Text>
        </Group>
        {action}
      </Group>
    </Box>
  );
}
