import { Group, Skeleton, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useFormats } from '../lib/formats.ts';

interface StatProps {
  label: string;
  /** Already formatted; undefined until it is known, and a skeleton of the same size is shown. */
  value: string | undefined;
  /** Compared with the period before, as a fraction: 0.12 is 12 % more. Null when there was nothing before. */
  change?: number | null | undefined;
  /** Whether less is better, as of failures; colours only. */
  isLessBetter?: boolean;
  /** What the change compares with, on hover: "The 30 days before: 4,210". */
  comparedWith?: string;
  hint?: ReactNode;
}

/** A number with what it is, and how it changed. Put several into a `<dl>`: each is a pair of it. */
export function Stat({ label, value, change, isLessBetter = false, comparedWith, hint }: StatProps) {
  return (
    <Stack gap={2}>
      <Text component="dt" size="sm" c="dimmed" fw={500}>
        {label}
      </Text>
      <Group component="dd" gap="xs" align="baseline" m={0} wrap="nowrap" mih={36}>
        {value === undefined ? (
          <Skeleton h={24} w={96} my={6} aria-label="Loading" />
        ) : (
          <Text component="span" fz={26} fw={650} lh="36px" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {value}
          </Text>
        )}
        {typeof change === 'number' && (
          <Change change={change} isLessBetter={isLessBetter} comparedWith={comparedWith} />
        )}
      </Group>
      {hint !== undefined && (
        <Text component="dd" size="xs" c="dimmed" m={0}>
          {hint}
        </Text>
      )}
    </Stack>
  );
}

interface ChangeProps {
  change: number;
  isLessBetter: boolean;
  comparedWith: string | undefined;
}

function Change({ change, isLessBetter, comparedWith }: ChangeProps) {
  const { percent } = useFormats();
  if (change === 0) return <Text {...words}>no change</Text>;
  const isGood = change > 0 !== isLessBetter;
  const Arrow = change > 0 ? IconArrowUpRight : IconArrowDownRight;
  return (
    <Tooltip label={comparedWith} disabled={comparedWith === undefined}>
      <Text {...words} c={isGood ? 'teal' : 'red'} tabIndex={comparedWith === undefined ? undefined : 0}>
        <Arrow size={14} aria-hidden style={{ verticalAlign: '-2px' }} />
        {change > 0 ? 'up ' : 'down '}
        {percent(Math.abs(change))}
      </Text>
    </Tooltip>
  );
}

const words = { component: 'span', size: 'xs', fw: 550, c: 'dimmed' } as const;
