import { Group, Progress, Stack, Text } from '@mantine/core';

import { useFormats } from '../lib/formats.ts';
import classes from './share-bar.module.css';

export interface Share {
  key: string;
  label: string;
  value: number;
  /** A key of the theme's colours, with a shade if need be: `gray.4`. */
  color: string;
}

interface ShareBarProps {
  shares: readonly Share[];
  /** What the whole bar is; the rest stays empty. By default the sum. */
  total?: number;
  /** What a screen reader calls it; the parts are added: "Progress of Diwali". */
  label: string;
  /** Whether the parts are named below. */
  withLegend?: boolean;
  size?: 'xs' | 'sm' | 'md' | 'lg';
}

/** A thin bar of shares, as of delivered, failed and open. */
export function ShareBar({ shares, total, label, withLegend = false, size = 'sm' }: ShareBarProps) {
  const { number, percent } = useFormats();
  const whole = total ?? shares.reduce((sum, { value }) => sum + value, 0);
  const shown = shares.filter(({ value }) => value > 0);
  const words = shown.map((share) => `${number(share.value)} ${share.label.toLowerCase()}`).join(', ');
  return (
    <Stack gap="xs">
      <Progress.Root
        size={size}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is drawn by elements, not by a file
        role="img"
        aria-label={`${label}: ${words || 'nothing yet'}`}
      >
        {shown.map((share) => (
          <Progress.Section
            key={share.key}
            value={whole === 0 ? 0 : (100 * share.value) / whole}
            color={share.color}
            withAria={false}
          />
        ))}
      </Progress.Root>
      {withLegend && (
        <Group gap="md" style={{ rowGap: 4 }}>
          {shown.map((share) => (
            <Text key={share.key} size="xs" c="dimmed" className={classes.legend}>
              <span className={classes.swatch} style={{ background: variableOf(share.color) }} aria-hidden />
              {share.label} {number(share.value)}
              {whole > 0 && ` (${percent(share.value / whole)})`}
            </Text>
          ))}
        </Group>
      )}
    </Stack>
  );
}

/** Of a color with a shade there is no filled variant. */
function variableOf(color: string): string {
  return color.includes('.')
    ? `var(--mantine-color-${color.replace('.', '-')})`
    : `var(--mantine-color-${color}-filled)`;
}
