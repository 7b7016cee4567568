import { MAX_AI_TEXT_LENGTH, MESSAGE_LANGUAGES, MESSAGE_TONES, SUGGESTED_LENGTHS } from '@herald/shared';
import type { ContactChannel, MessageLanguage, MessageTone } from '@herald/shared';
import { Button, Drawer, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { IconSparkles } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';

import { suggestMessages } from '../../../../api/ai.ts';
import { ErrorNotice } from '../../../../components/error-notice.tsx';
import { SkeletonCard } from '../../../../components/skeletons.tsx';
import type { EndpointBody } from '../../../../lib/endpoint.ts';
import { useFormats } from '../../../../lib/formats.ts';
import { useQuestion } from '../../../../lib/use-question.ts';
import { MessageVariants } from './message-variants.tsx';

interface SuggestMessagesProps {
  isOpen: boolean;
  onClose: () => void;
  segmentId: string;
  /** How people are reached; that decides how long a message may be. */
  channel: ContactChannel;
  /** Whether a text is there that somebody wrote. */
  isReplacing: boolean;
  onUse: (template: string) => void;
}

const TONE_CHOICES = MESSAGE_TONES.map((tone) => ({
  value: tone,
  label: `${tone.charAt(0).toUpperCase()}${tone.slice(1)}`,
}));
const LANGUAGE_WORDS: Readonly<Record<MessageLanguage, string>> = {
  en: 'English',
  hi: 'Hindi',
  es: 'Spanish',
  fr: 'French',
  de: 'German',
};
const LANGUAGE_CHOICES = MESSAGE_LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_WORDS[language] }));

/** Beside the editor: says what a message is for, and gets two or three to choose from. */
export function SuggestMessages({ isOpen, onClose, segmentId, channel, isReplacing, onUse }: SuggestMessagesProps) {
  // It comes late and open: what had the focus is only remembered by what opens after it came.
  const isMounted = useMounted();
  const [objective, setObjective] = useState('');
  const [tone, setTone] = useState<MessageTone>('friendly');
  const [language, setLanguage] = useState<MessageLanguage>('en');
  const { asked, answer, error, isAsking, ask, forget } = useQuestion(
    'messages',
    (body: EndpointBody<'suggestMessages'>, options) => suggestMessages({ body }, options),
  );
  const isEmpty = objective.trim() === '';
  const suggest = () => ask({ objective: objective.trim(), segmentId, channel, tone, language });
  const askOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || isEmpty) return;
    event.preventDefault();
    suggest();
  };
  return (
    <Drawer
      opened={isOpen && isMounted}
      onClose={onClose}
      position="right"
      size="lg"
      title="Suggest messages"
      closeButtonProps={{ 'aria-label': 'Close the suggestions' }}
      // Its <header> would count as a second banner of the page.
      attributes={{ header: { role: 'none' } }}
    >
      <Stack gap="lg">
        <Stack gap="md">
          <Textarea
            label="What is it for?"
            description="Discounts and dates are only used if they stand here."
            placeholder="Win back people who have not ordered for a while, with 10% off until Sunday"
            autosize
            minRows={2}
            maxRows={6}
            maxLength={MAX_AI_TEXT_LENGTH}
            value={objective}
            onChange={({ currentTarget }) => setObjective(currentTarget.value)}
            onKeyDown={askOnEnter}
            data-autofocus
          />
          <Group gap="sm" grow>
            <Select
              label="Tone"
              data={TONE_CHOICES}
              value={tone}
              onChange={(chosen) => chosen !== null && setTone(chosen)}
            />
            <Select
              label="Language"
              data={LANGUAGE_CHOICES}
              value={language}
              onChange={(chosen) => chosen !== null && setLanguage(chosen)}
            />
          </Group>
          <ChannelWords channel={channel} />
          <Group gap="sm" justify="flex-end">
            {isAsking && (
              <Button variant="default" onClick={forget}>
                Cancel
              </Button>
            )}
            <Button
              leftSection={<IconSparkles size={16} aria-hidden />}
              disabled={isEmpty}
              loading={isAsking}
              onClick={suggest}
            >
              {answer === undefined ? 'Suggest' : 'Suggest others'}
            </Button>
          </Group>
        </Stack>
        {isAsking && (
          <>
            <SkeletonCard height={200} />
            <SkeletonCard height={200} />
          </>
        )}
        {error && asked && (
          <ErrorNotice title="No messages could be suggested" error={error} onRetry={() => ask(asked)} />
        )}
        {answer && <MessageVariants answer={answer} isReplacing={isReplacing} onUse={onUse} />}
      </Stack>
    </Drawer>
  );
}

function ChannelWords({ channel }: { channel: ContactChannel }) {
  const { number } = useFormats();
  return (
    <Text size="sm" c="dimmed">
      For people who are reached by {channel}: at most {number(SUGGESTED_LENGTHS[channel])} characters.
    </Text>
  );
}
