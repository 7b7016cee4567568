import type { AiExchange, AiOrigin, AiOutcome } from '@herald/shared';
import { Group, Stack, Text } from '@mantine/core';
import { IconCpu, IconShieldCheck } from '@tabler/icons-react';

import { useFormats } from '../../lib/formats.ts';
import { AI_OUTCOME_WORDS } from '../../lib/ai-words.ts';
import { CopyButton } from '../copy-button.tsx';
import { Disclosure } from './disclosure.tsx';
import classes from './suggestions.module.css';

interface SuggestionOriginProps {
  origin: AiOrigin;
  /** What was done: a text is written, and words are read of which nothing is suggested. */
  done?: 'Suggested' | 'Written' | 'Read';
}

/** Who made a suggestion, and everything that left the machine for it. */
export function SuggestionOrigin({ origin, done = 'Suggested' }: SuggestionOriginProps) {
  const { note, exchanges } = origin;
  const isPrivate = exchanges.length === 0;
  const Glyph = isPrivate ? IconShieldCheck : IconCpu;
  return (
    <Stack gap={6}>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Glyph size={16} stroke={1.7} className={classes.icon} aria-hidden />
        <Text size="sm" c="dimmed">
          {done} {makerOf(origin)}
        </Text>
      </Group>
      {note !== null && <Text size="sm">{note}</Text>}
      {!isPrivate && (
        <Disclosure label="What was sent to the model">
          <Exchanges exchanges={exchanges} />
        </Disclosure>
      )}
    </Stack>
  );
}

function makerOf({ provider, model, exchanges }: AiOrigin): string {
  if (provider === 'gemini') return `by Gemini${model === null ? '' : `, ${model}`}.`;
  return exchanges.length === 0
    ? 'by Herald itself: nothing left this machine.'
    : 'by Herald itself, as the model gave nothing that could be used.';
}

function Exchanges({ exchanges }: { exchanges: readonly AiExchange[] }) {
  const placed = exchanges.map((exchange, index) => ({ exchange, place: `${index + 1} of ${exchanges.length}` }));
  return (
    <Stack gap="sm">
      <Text size="xs" c="dimmed">
        The whole request, without the key. It names fields and counts, and no customer.
      </Text>
      <ol className={classes.exchanges}>
        {placed.map(({ exchange, place }) => (
          <li key={place} className={classes.exchange}>
            <Exchange exchange={exchange} place={place} />
          </li>
        ))}
      </ol>
    </Stack>
  );
}

const SECOND_MS = 1_000;

function Exchange({ exchange, place }: { exchange: AiExchange; place: string }) {
  const { number } = useFormats();
  const { outcome, inputTokens, outputTokens, elapsedMs, sent, received } = exchange;
  const figures = [
    wordsFor(outcome),
    ...(inputTokens === null ? [] : [`${number(inputTokens)} tokens in`]),
    ...(outputTokens === null ? [] : [`${number(outputTokens)} out`]),
    `${(elapsedMs / SECOND_MS).toFixed(1)} s`,
  ];
  return (
    <Stack gap="xs">
      <Text size="sm">
        <b>Call {place}</b> · {figures.join(' · ')}
      </Text>
      <Said title="Request" text={sent} label={`Request of call ${place}`} />
      {received === null ? (
        <Text size="sm" c="dimmed">
          Nothing came back.
        </Text>
      ) : (
        <Said title="Answer" text={received} label={`Answer to call ${place}`} />
      )}
    </Stack>
  );
}

function wordsFor(outcome: AiOutcome): string {
  return AI_OUTCOME_WORDS[outcome].words;
}

function Said({ title, text, label }: { title: string; text: string; label: string }) {
  const shown = asReadable(text);
  return (
    <div>
      <Group justify="space-between" mb={2}>
        <Text size="xs" fw={550} c="dimmed">
          {title}
        </Text>
        <CopyButton value={shown} label={`Copy the ${title.toLowerCase()}`} />
      </Group>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- to be scrolled with the keyboard */}
      <pre className={classes.code} tabIndex={0} aria-label={label}>
        {shown}
      </pre>
    </div>
  );
}

/** JSON on several lines; what is none as it is, as a model may answer anything. */
function asReadable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
