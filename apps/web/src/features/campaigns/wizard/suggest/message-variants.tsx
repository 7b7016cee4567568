import type { SuggestMessagesOutput } from '@herald/shared';
import { Button, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';

import { Disclosure } from '../../../../components/suggestions/disclosure.tsx';
import { SuggestionCard } from '../../../../components/suggestions/suggestion-card.tsx';
import { SuggestionOrigin } from '../../../../components/suggestions/suggestion-origin.tsx';
import { useFormats } from '../../../../lib/formats.ts';
import { MessageCard } from '../../message-card.tsx';
import classes from './suggest.module.css';

type Variant = SuggestMessagesOutput['variants'][number];

interface MessageVariantsProps {
  answer: SuggestMessagesOutput;
  isReplacing: boolean;
  onUse: (template: string) => void;
}

/** What was suggested, and what was and did not pass. */
export function MessageVariants({ answer: { variants, rejected, origin }, isReplacing, onUse }: MessageVariantsProps) {
  const { count } = useFormats();
  return (
    <Stack gap="md">
      <VisuallyHidden aria-live="polite">{count(variants.length, 'message')} suggested</VisuallyHidden>
      {variants.map((variant) => (
        <VariantCard key={variant.messageTemplate} variant={variant} isReplacing={isReplacing} onUse={onUse} />
      ))}
      {rejected.length > 0 && (
        <Disclosure label={`${count(rejected.length, 'message')} of the model did not pass the rules`}>
          <Stack gap="md">
            {rejected.map(({ messageTemplate, complaints }) => (
              <div key={`${messageTemplate} ${complaints.join(' ')}`}>
                <Text size="sm" className={classes.template}>
                  {messageTemplate}
                </Text>
                <ul className={classes.complaints}>
                  {complaints.map((complaint) => (
                    <li key={complaint}>{complaint}</li>
                  ))}
                </ul>
              </div>
            ))}
          </Stack>
        </Disclosure>
      )}
      <SuggestionOrigin origin={origin} />
    </Stack>
  );
}

/** The question takes the place of the button that was pressed. */
function takeFocus(button: HTMLButtonElement | null): void {
  button?.focus();
}

function VariantCard({ variant, isReplacing, onUse }: { variant: Variant } & Omit<MessageVariantsProps, 'answer'>) {
  const { number } = useFormats();
  const [isSure, setSure] = useState(false);
  const { approach, messageTemplate, reason, example, length } = variant;
  const title = `${approach.charAt(0).toUpperCase()}${approach.slice(1)}`;
  return (
    <SuggestionCard
      title={title}
      actions={
        isSure ? (
          <Group gap="sm">
            <Text size="sm" fw={550}>
              Replace what is written?
            </Text>
            <Button size="xs" ref={takeFocus} onClick={() => onUse(messageTemplate)}>
              Replace it
            </Button>
            <Button size="xs" variant="default" onClick={() => setSure(false)}>
              Keep mine
            </Button>
          </Group>
        ) : (
          <Group gap="sm" justify="space-between">
            <Button
              size="xs"
              aria-label={`Use this: ${title}`}
              onClick={() => (isReplacing ? setSure(true) : onUse(messageTemplate))}
            >
              Use this
            </Button>
            <Text size="xs" c="dimmed" className={classes.length}>
              {number(length)} characters
            </Text>
          </Group>
        )
      }
    >
      <Text size="sm" c="dimmed">
        {reason}
      </Text>
      <MessageCard message={example} label={`Example: ${title}`} />
      <Disclosure label="As it is written, with its merge tags">
        <Text size="sm" className={classes.template}>
          {messageTemplate}
        </Text>
      </Disclosure>
    </SuggestionCard>
  );
}
