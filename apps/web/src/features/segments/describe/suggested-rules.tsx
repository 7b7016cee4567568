import type { ConditionGroup, SuggestSegmentRulesOutput } from '@herald/shared';
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';

import { SuggestionCard } from '../../../components/suggestions/suggestion-card.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { capitalised } from '../draft/catalogue.ts';
import classes from './describe.module.css';
import { MarkedWords } from './marked-words.tsx';
import type { Placing } from './placing.ts';

interface SuggestedRulesProps {
  asked: string;
  answer: SuggestSegmentRulesOutput;
  hasRules: boolean;
  fitsAsGroup: (rules: ConditionGroup) => boolean;
  onPlace: (rules: ConditionGroup, placing: Placing) => void;
  onDiscard: () => void;
}

/** What the words were read as, to be judged; or why they were not. */
export function SuggestedRules({ asked, answer, onDiscard, ...placing }: SuggestedRulesProps) {
  const { rules, description, assumptions, unmapped, problem, origin } = answer;
  if (rules === null) {
    return (
      <SuggestionCard
        title="These words are not clear enough"
        isRefusal
        origin={origin}
        actions={
          <Group justify="flex-end">
            <Button variant="default" onClick={onDiscard}>
              Discard
            </Button>
          </Group>
        }
      >
        {problem !== null && !repeats(problem, unmapped) && <Text size="sm">{sentenceOf(problem)}</Text>}
        {unmapped.length > 0 && <MarkedWords text={asked} words={unmapped.map(({ words }) => words)} />}
        <Unmapped unmapped={unmapped} />
        <Assumptions assumptions={assumptions} />
        <Text size="sm" c="dimmed">
          Nothing is guessed. Say it in other words, or begin with a rule below.
        </Text>
      </SuggestionCard>
    );
  }
  return (
    <SuggestionCard
      title="Read as"
      origin={origin}
      actions={<Decide rules={rules} onDiscard={onDiscard} {...placing} />}
    >
      <Text className={classes.sentence}>{sentenceOf(description ?? '')}</Text>
      <Size preview={answer.preview} />
      <Assumptions assumptions={assumptions} />
      {unmapped.length > 0 && (
        <Stack gap="xs">
          <MarkedWords text={asked} words={unmapped.map(({ words }) => words)} />
          <Unmapped unmapped={unmapped} />
        </Stack>
      )}
    </SuggestionCard>
  );
}

/** Whether the problem only says which words were not understood; they are marked anyway. */
function repeats(problem: string, unmapped: SuggestSegmentRulesOutput['unmapped']): boolean {
  return unmapped.length > 0 && unmapped.every(({ words }) => problem.includes(words));
}

function sentenceOf(words: string): string {
  const begun = capitalised(words.trim());
  return /[.!?]$/.test(begun) || begun === '' ? begun : `${begun}.`;
}

function Size({ preview }: { preview: SuggestSegmentRulesOutput['preview'] }) {
  const { count, percent } = useFormats();
  if (preview === null) {
    return (
      <Text size="sm" c="dimmed">
        How many people that is takes too long to count here; the builder counts them.
      </Text>
    );
  }
  const share = preview.customers === 0 ? 0 : preview.audienceSize / preview.customers;
  return (
    <Text size="sm">
      <b>
        {preview.isEstimate && '≈ '}
        {count(preview.audienceSize, 'person', 'people')}
      </b>
      , {percent(share)} of all customers right now.
    </Text>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" fw={550} mb={2}>
        {label}
      </Text>
      <ul className={classes.pairs} aria-label={label}>
        {children}
      </ul>
    </div>
  );
}

function Assumptions({ assumptions }: Pick<SuggestSegmentRulesOutput, 'assumptions'>) {
  if (assumptions.length === 0) return null;
  return (
    <Labelled label="Assumed">
      {assumptions.map(({ words, meaning }) => (
        <li key={`${words} ${meaning}`}>
          “{words}” is read as {meaning}
        </li>
      ))}
    </Labelled>
  );
}

function Unmapped({ unmapped }: Pick<SuggestSegmentRulesOutput, 'unmapped'>) {
  if (unmapped.length === 0) return null;
  return (
    <Labelled label="Not understood">
      {unmapped.map(({ words, advice }) => (
        <li key={words}>
          “{words}”
          {advice !== null && (
            <Text span inherit c="dimmed">
              {' '}
              – {advice}
            </Text>
          )}
        </li>
      ))}
    </Labelled>
  );
}

const PLACES = [
  { value: 'replace', label: 'Replace the rules' },
  { value: 'group', label: 'Add as a group' },
];

type DecideProps = Pick<SuggestedRulesProps, 'hasRules' | 'fitsAsGroup' | 'onPlace' | 'onDiscard'> & {
  rules: ConditionGroup;
};

function Decide({ rules, hasRules, fitsAsGroup, onPlace, onDiscard }: DecideProps) {
  const [chosen, setChosen] = useState<Placing['how']>('replace');
  const mayChoose = hasRules && fitsAsGroup(rules);
  const how = mayChoose ? chosen : 'replace';
  return (
    <Stack gap="sm">
      {mayChoose && (
        <SegmentedControl
          aria-label="What becomes of the rules in the builder"
          data={PLACES}
          value={how}
          onChange={(value) => setChosen(value as Placing['how'])}
        />
      )}
      {hasRules && !mayChoose && (
        <Text size="sm" c="dimmed">
          They take the place of the rules in the builder, which have no room for one more group.
        </Text>
      )}
      <Group gap="sm">
        <Button onClick={() => onPlace(rules, { how, isToBeAdjusted: false })}>Use these rules</Button>
        <Button variant="default" onClick={() => onPlace(rules, { how, isToBeAdjusted: true })}>
          Adjust
        </Button>
        <Button variant="subtle" color="gray" onClick={onDiscard}>
          Discard
        </Button>
      </Group>
    </Stack>
  );
}
