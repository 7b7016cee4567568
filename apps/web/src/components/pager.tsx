import { Button, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';

import { useFormats } from '../lib/formats.ts';
import type { PageControls } from '../lib/use-paged-query.ts';

interface PagerProps {
  /** From `usePagedQuery`. */
  pager: PageControls;
  /** How many there are altogether, where that is known. */
  total?: number | undefined;
  /** Whose pages: "Pages of customers". */
  label: string;
}

/** "1–50 of 50,000", with the way to the next page and back. Says nothing of a list of one page. */
export function Pager({ pager, total, label }: PagerProps) {
  const { number } = useFormats();
  const first = (pager.page - 1) * pager.pageSize + 1;
  const last = first + pager.shown - 1;
  if (pager.shown === 0 && !pager.hasPrevious) return null;
  const range = pager.shown === 0 ? 'Nothing on this page' : `${number(first)}–${number(last)}`;
  return (
    <Group component="nav" justify="space-between" aria-label={label} px="md" py="sm">
      <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }} aria-live="polite">
        {total === undefined ? range : `${range} of ${number(total)}`}
      </Text>
      {(pager.hasNext || pager.hasPrevious) && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconChevronLeft size={14} />}
            disabled={!pager.hasPrevious}
            onClick={pager.previous}
          >
            Previous
          </Button>
          <Button
            size="xs"
            variant="default"
            rightSection={<IconChevronRight size={14} />}
            disabled={!pager.hasNext || pager.isLoading}
            onClick={pager.next}
          >
            Next
          </Button>
        </Group>
      )}
    </Group>
  );
}
