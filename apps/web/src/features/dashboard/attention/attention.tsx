import type { AttentionItem, DashboardAttentionOutput } from '@herald/shared';
import { Anchor, Button, Card, Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconChevronRight, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useId } from 'react';
import { Link } from 'react-router-dom';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { usePermissions } from '../../../lib/may.ts';
import classes from './attention.module.css';
import { attentionWords } from './attention-words.ts';

/** More would push everything else off the screen. */
const SHOWN_AT_FIRST = 4;

/** What somebody should look at, worst first. */
export function Attention({ attention: { items } }: { attention: DashboardAttentionOutput }) {
  const titleId = useId();
  const [isWhole, { toggle }] = useDisclosure();
  const { count } = useFormats();
  if (items.length === 0) {
    return (
      <Group gap={8} className={classes.quiet} aria-live="polite">
        <IconCircleCheck size={18} stroke={1.7} className={classes.calm} aria-hidden />
        <Text size="sm" c="dimmed">
          Nothing needs your attention
        </Text>
      </Group>
    );
  }
  const shown = isWhole ? items : items.slice(0, SHOWN_AT_FIRST);
  return (
    <Card component="section" aria-labelledby={titleId} padding={0}>
      <Group justify="space-between" px="lg" pt="md" pb={6}>
        <Title order={2} id={titleId}>
          What needs attention
        </Title>
        <Text size="sm" c="dimmed" aria-live="polite">
          {count(items.length, 'thing')}
        </Text>
      </Group>
      <ul className={classes.list}>
        {shown.map((item) => (
          <Item key={`${item.kind} ${item.subjectId ?? item.name}`} item={item} />
        ))}
      </ul>
      {items.length > SHOWN_AT_FIRST && (
        <Group px="sm" pb="xs">
          <Button size="xs" variant="subtle" onClick={toggle} aria-expanded={isWhole}>
            {isWhole ? 'Show fewer' : `Show all ${items.length}`}
          </Button>
        </Group>
      )}
    </Card>
  );
}

function Item({ item }: { item: AttentionItem }) {
  const permissions = usePermissions();
  const { title, reason, to, needs } = attentionWords(item, useFormats());
  const isCritical = item.severity === 'critical';
  const Glyph = isCritical ? IconAlertTriangle : IconInfoCircle;
  const mayGo = needs === undefined || permissions.includes(needs);
  return (
    <li className={classes.item}>
      <Glyph size={20} stroke={1.7} className={classes.glyph} data-critical={isCritical || undefined} aria-hidden />
      <VisuallyHidden>{isCritical ? 'Critical' : 'Warning'}</VisuallyHidden>
      <Stack gap={2} miw={0} flex={1}>
        {mayGo ? (
          <Anchor component={Link} to={to} size="sm" fw={550} className={classes.title}>
            {title}
          </Anchor>
        ) : (
          <Text size="sm" fw={550} className={classes.title}>
            {title}
          </Text>
        )}
        {reason !== null && (
          <Text size="sm" c="dimmed" lineClamp={2} className={classes.title}>
            {reason}
          </Text>
        )}
      </Stack>
      {item.since !== null && (
        <Text size="xs" c="dimmed" className={classes.since}>
          <RelativeTime at={item.since} isFocusable={false} />
        </Text>
      )}
      {mayGo && <IconChevronRight size={16} stroke={1.7} className={classes.chevron} aria-hidden />}
    </li>
  );
}
