import { describeRules } from '@herald/shared';
import type { PreviewSegmentOutput, SegmentRules } from '@herald/shared';
import {
  Badge,
  Button,
  Card,
  Collapse,
  Group,
  Progress,
  Skeleton,
  Stack,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useMemo } from 'react';

import { CopyButton } from '../../../components/copy-button.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { ApiError } from '../../../lib/api-client.ts';
import { useFormats } from '../../../lib/formats.ts';
import { capitalised } from '../draft/catalogue.ts';
import type { CheckedDraft } from '../draft/check-draft.ts';
import classes from './live-panel.module.css';
import { PeopleList } from './people-list.tsx';
import { useLatest } from './use-latest.ts';
import type { LiveSize } from './use-live-size.ts';
import { useRuleNames } from './use-rule-names.ts';

interface LivePanelProps {
  checked: CheckedDraft;
  live: LiveSize;
}

/** Beside the builder: how many people the rules find, who for example, and the rules in words. */
export function LivePanel({ checked, live }: LivePanelProps) {
  const { rules, isEmpty } = checked;
  const { size, isSettled, error, again } = live;
  const titleId = useId();
  // Rules that are being completed keep the number that was, faintly.
  const isDimmed = !isSettled || rules === undefined;
  return (
    <Card component="section" aria-labelledby={titleId} padding="lg">
      <Title order={2} id={titleId}>
        Audience
      </Title>
      {isEmpty ? (
        <Text c="dimmed" size="sm" mt="xs">
          Add a rule to see how many people it finds.
        </Text>
      ) : (
        <Stack gap="lg" mt={6}>
          <Figures size={size} isDimmed={isDimmed} isComplete={rules !== undefined} isWaiting={error === undefined} />
          {error && <Trouble error={error} hasEstimate={size !== undefined} onRetry={again} />}
          <Sentence rules={rules} />
          <Sample size={size} isDimmed={isDimmed} />
          {size && <Sql sql={size.sql} />}
        </Stack>
      )}
      <Spoken live={live} rules={rules} />
      {!isEmpty && size && <Floating size={size} isDimmed={isDimmed} />}
    </Card>
  );
}

interface FiguresProps {
  size: PreviewSegmentOutput | undefined;
  isDimmed: boolean;
  isComplete: boolean;
  isWaiting: boolean;
}

function Figures({ size, isDimmed, isComplete, isWaiting }: FiguresProps) {
  const { number, percent, count } = useFormats();
  if (!size) {
    return isComplete && isWaiting ? (
      <Stack gap={8} aria-hidden>
        <Skeleton h={34} w={120} my={5} />
        <Skeleton h={6} />
        <Skeleton h={14} w="80%" my={3} />
        <Skeleton h={14} w="60%" my={3} />
      </Stack>
    ) : (
      <Text c="dimmed" size="sm">
        {isComplete ? 'The size is not known.' : 'Complete the rule to see the size.'}
      </Text>
    );
  }
  const share = size.customers === 0 ? 0 : size.audienceSize / size.customers;
  return (
    <Stack gap={8} className={classes.figures} data-dimmed={isDimmed || undefined}>
      <Group gap="xs" align="baseline">
        <Text component="span" className={classes.size}>
          {size.isEstimate && '≈ '}
          {number(size.audienceSize)}
        </Text>
        <Text component="span" c="dimmed">
          {size.audienceSize === 1 ? 'person' : 'people'}
        </Text>
        {size.isEstimate && (
          <Badge color="gray" size="sm">
            Estimate
          </Badge>
        )}
      </Group>
      <Progress className={classes.bar} value={share * 100} aria-label="Share of all customers" />
      <Text size="sm" c="dimmed">
        {percent(share)} of {count(size.customers, 'customer')}
      </Text>
      <Text size="sm">
        <b>{number(size.reachable)}</b> can be reached by email
        {size.withEmail > size.reachable && (
          <Text span c="dimmed">
            {' '}
            ({number(size.withEmail - size.reachable)} want no messages)
          </Text>
        )}
      </Text>
      {!isComplete && (
        <Text size="sm" c="dimmed">
          Complete the rule to see the size.
        </Text>
      )}
    </Stack>
  );
}

/** On a narrow screen the panel is below the rules: its number stays in sight. */
function Floating({ size, isDimmed }: { size: PreviewSegmentOutput; isDimmed: boolean }) {
  const { count } = useFormats();
  return (
    <div className={classes.floating} data-dimmed={isDimmed || undefined} aria-hidden>
      {size.isEstimate && '≈ '}
      {count(size.audienceSize, 'person', 'people')}
    </div>
  );
}

/** Says the number once it stands, and not each one on the way. */
function Spoken({ live, rules }: { live: LiveSize; rules: SegmentRules | undefined }) {
  const { percent, count } = useFormats();
  const { size, isSettled, error } = live;
  const share = !size || size.customers === 0 ? 0 : size.audienceSize / size.customers;
  const words =
    isSettled && size && !error && rules
      ? `${count(size.audienceSize, 'person', 'people')}, ${percent(share)} of all customers`
      : undefined;
  return <VisuallyHidden aria-live="polite">{useLatest(words)}</VisuallyHidden>;
}

const WORDS = {
  timed_out: {
    title: 'This takes too long to count while you write',
    withEstimate: 'The number above is an estimate. Saving the segment counts everybody.',
    without: 'Saving the segment still counts everybody. Fewer or simpler rules are counted sooner.',
  },
  conflict: {
    title: 'Another count took the place of this one',
    withEstimate: 'The number above may be that of other rules.',
    without: 'Count again to see the number.',
  },
} as const;

function Trouble({ error, hasEstimate, onRetry }: { error: Error; hasEstimate: boolean; onRetry: () => void }) {
  const code = error instanceof ApiError ? error.code : undefined;
  if (code !== 'timed_out' && code !== 'conflict') {
    return <ErrorNotice title="The people could not be counted" error={error} onRetry={onRetry} />;
  }
  const words = WORDS[code];
  return (
    <Stack gap={6} align="flex-start" aria-live="polite" className={classes.trouble}>
      <Text size="sm" fw={550}>
        {words.title}
      </Text>
      <Text size="sm">{hasEstimate ? words.withEstimate : words.without}</Text>
      <Button size="compact-sm" variant="default" onClick={onRetry}>
        Count again
      </Button>
    </Stack>
  );
}

/** The rules in English, at once: nobody has to be asked for it. */
function Sentence({ rules }: { rules: SegmentRules | undefined }) {
  const names = useRuleNames(rules);
  const sentence = useMemo(() => (rules ? describeRules(rules, names) : undefined), [rules, names]);
  const said = useLatest(sentence);
  if (said === undefined) return null;
  return (
    <div>
      <Title order={3} className={classes.label}>
        In words
      </Title>
      <Text size="sm" className={classes.sentence} data-dimmed={sentence === undefined || undefined}>
        {capitalised(said)}.
      </Text>
    </div>
  );
}

/** Room for a full sample is kept from the beginning. */
function Sample({ size, isDimmed }: { size: PreviewSegmentOutput | undefined; isDimmed: boolean }) {
  // An estimate names nobody; those who were there stay until the count is in.
  const latest = useLatest(size && (size.sample.length > 0 || size.audienceSize === 0) ? size : undefined);
  if (!latest) return null;
  return (
    <div>
      <Title order={3} className={classes.label}>
        For example
      </Title>
      <div className={classes.figures} data-dimmed={isDimmed || latest !== size || undefined}>
        <PeopleList people={latest.sample} />
      </div>
    </div>
  );
}

function Sql({ sql }: { sql: string }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <div>
      <Group justify="space-between">
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          ml={-8}
          leftSection={
            <IconChevronRight size={14} className={classes.chevron} data-open={isOpen || undefined} aria-hidden />
          }
          onClick={toggle}
          aria-expanded={isOpen}
          aria-controls={id}
        >
          SQL
        </Button>
        {isOpen && <CopyButton value={sql} label="Copy SQL" />}
      </Group>
      <Collapse expanded={isOpen} id={id}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- to be scrolled with the keyboard */}
        <pre className={classes.sql} tabIndex={0} aria-label="SQL of the rules">
          {sql}
        </pre>
      </Collapse>
    </div>
  );
}
