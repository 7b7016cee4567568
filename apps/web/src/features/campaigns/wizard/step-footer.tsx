import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface StepFooterProps {
  onBack?: () => void;
  /** "Continue to the message". */
  next?: { label: string; onClick: () => void; isDisabled?: boolean; hint?: ReactNode };
}

/** The one thing to do next, and the way back. */
export function StepFooter({ onBack, next }: StepFooterProps) {
  return (
    <Group justify="space-between" gap="sm" mt="lg">
      {onBack === undefined ? (
        <span />
      ) : (
        <Button variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onBack}>
          Back
        </Button>
      )}
      {next !== undefined && (
        <Group gap="md">
          {next.hint}
          <Button
            rightSection={<IconArrowRight size={16} aria-hidden />}
            onClick={next.onClick}
            disabled={next.isDisabled ?? false}
          >
            {next.label}
          </Button>
        </Group>
      )}
    </Group>
  );
}
