import { MAX_AI_TEXT_LENGTH } from '@herald/shared';
import type { ConditionGroup } from '@herald/shared';
import { Button, Group, Kbd, Skeleton, Stack, Text, Textarea, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useOs } from '@mantine/hooks';
import { IconSparkles } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

import { suggestSegmentRules } from '../../../api/ai.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { useQuestion } from '../../../lib/use-question.ts';
import classes from './describe.module.css';
import type { Placing } from './placing.ts';
import { SuggestedRules } from './suggested-rules.tsx';

interface DescribeAudienceProps {
  /** Whether there are rules in the builder. */
  hasRules: boolean;
  /** Whether these rules can stand in a group beside those that are there. */
  fitsAsGroup: (rules: ConditionGroup) => boolean;
  onPlace: (rules: ConditionGroup, placing: Placing) => void;
  /** Whether one came here to describe an audience. */
  isWanted?: boolean;
}

/** Each can be read without a model too. */
const EXAMPLES = [
  'spent over 5,000 and have not ordered in 90 days',
  'ordered at least 3 times in the last 6 months',
  'joined in the last 30 days and never ordered',
];

/** An audience in one's own words: what Herald reads in them is shown, and a person decides. */
export function DescribeAudience({ hasRules, fitsAsGroup, onPlace, isWanted = false }: DescribeAudienceProps) {
  const [isOpen, setOpen] = useState(!hasRules || isWanted);
  // Whoever begins with an example, or a rule of their own, needs the room below it.
  if (!isOpen) {
    return (
      <Button
        variant="default"
        fullWidth
        leftSection={<IconSparkles size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Describe the audience in words
      </Button>
    );
  }
  return (
    <Describing hasRules={hasRules} fitsAsGroup={fitsAsGroup} onPlace={onPlace} takesFocus={isWanted || hasRules} />
  );
}

type DescribingProps = Omit<DescribeAudienceProps, 'isWanted'> & { takesFocus: boolean };

function Describing({ hasRules, fitsAsGroup, onPlace, takesFocus }: DescribingProps) {
  const [text, setText] = useState('');
  const [isPlaced, setPlaced] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const { asked, answer, error, isAsking, ask, forget } = useQuestion('segment-rules', (input: string, options) =>
    suggestSegmentRules({ body: { text: input } }, options),
  );
  const [isCalledFor] = useState(takesFocus);
  useEffect(() => {
    if (isCalledFor) box.current?.focus();
  }, [isCalledFor]);
  const isEmpty = text.trim() === '';
  const suggest = (words: string) => {
    setPlaced(false);
    ask(words.trim());
  };
  const askOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || isEmpty) return;
    event.preventDefault();
    suggest(text);
  };
  const tryExample = (example: string) => {
    setText(example);
    suggest(example);
    box.current?.focus();
  };
  const place = (rules: ConditionGroup, placing: Placing) => {
    forget();
    setPlaced(true);
    if (!placing.isToBeAdjusted) box.current?.focus();
    onPlace(rules, placing);
  };
  const discard = () => {
    forget();
    box.current?.focus();
  };
  return (
    <SectionCard title="Describe the audience">
      <Stack gap="md">
        <Textarea
          ref={box}
          aria-label="Whom do you want to reach?"
          placeholder="Whom do you want to reach? For example: customers in Pune who spent over 5K and have not ordered in 90 days"
          autosize
          minRows={2}
          maxRows={6}
          maxLength={MAX_AI_TEXT_LENGTH}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={askOnEnter}
        />
        <Group justify="space-between" gap="sm">
          <SendHint />
          <Group gap="sm">
            {isAsking && (
              <Button variant="default" onClick={discard}>
                Cancel
              </Button>
            )}
            <Button
              leftSection={<IconSparkles size={16} aria-hidden />}
              disabled={isEmpty}
              loading={isAsking && asked === text.trim()}
              onClick={() => suggest(text)}
            >
              Suggest rules
            </Button>
          </Group>
        </Group>
        {asked === undefined && isEmpty && <Examples onChoose={tryExample} />}
        {asked === undefined && isPlaced && (
          <Text size="sm" c="dimmed">
            The rules are in the builder. Undo takes them out again; nothing is saved yet.
          </Text>
        )}
        {isAsking && <Waiting />}
        {error && asked !== undefined && (
          <ErrorNotice title="No rules could be suggested" error={error} onRetry={() => suggest(asked)} />
        )}
        {answer && asked !== undefined && (
          <SuggestedRules
            asked={asked}
            answer={answer}
            hasRules={hasRules}
            fitsAsGroup={fitsAsGroup}
            onPlace={place}
            onDiscard={discard}
          />
        )}
        <VisuallyHidden aria-live="polite">{newsOf(isAsking, answer, isPlaced)}</VisuallyHidden>
      </Stack>
    </SectionCard>
  );
}

function newsOf(isAsking: boolean, answer: { rules: unknown } | undefined, isPlaced: boolean): string {
  if (isAsking) return 'Looking for rules';
  if (answer) return answer.rules === null ? 'No rules were found for these words' : 'Rules are suggested';
  return isPlaced ? 'The rules are in the builder' : '';
}

function SendHint() {
  const os = useOs();
  return (
    <Text size="xs" c="dimmed" visibleFrom="xs">
      <Kbd size="xs">{os === 'macos' ? '⌘' : 'Ctrl'}</Kbd> + <Kbd size="xs">Enter</Kbd>
    </Text>
  );
}

function Examples({ onChoose }: { onChoose: (example: string) => void }) {
  return (
    <Stack gap={6}>
      <Text size="xs" c="dimmed" fw={550}>
        Try one
      </Text>
      <ul className={classes.examples} aria-label="Examples">
        {EXAMPLES.map((example) => (
          <li key={example}>
            <UnstyledButton className={classes.example} onClick={() => onChoose(example)}>
              {example}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function Waiting() {
  return (
    <Stack gap="sm" aria-busy="true" className={classes.waiting}>
      <Skeleton h={14} w="40%" />
      <Skeleton h={12} w="85%" />
      <Skeleton h={12} w="60%" />
    </Stack>
  );
}
