import { Button, Grid, Group, Stack, Text } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';

import { SectionCard } from '../../../components/section-card.tsx';
import { useMay } from '../../../lib/may.ts';
import classes from './campaign-wizard.module.css';
import { withFallback } from './merge-tags.ts';
import { MessageEditor } from './message-editor.tsx';
import { MessagePreview } from './message-preview.tsx';
import { MissingValues } from './missing-values.tsx';
import { StepFooter } from './step-footer.tsx';
import { useReplacement } from './suggest/use-replacement.ts';
import type { Draft } from './use-draft.ts';
import type { Preview } from './use-preview.ts';

/** Only whoever asks for suggestions loads what they need. */
const SuggestMessages = lazy(async () => ({
  default: (await import('./suggest/suggest-messages.tsx')).SuggestMessages,
}));

interface MessageStepProps {
  draft: Draft;
  preview: Preview;
  segmentId: string;
  onShow: (customerId: string | undefined) => void;
  onBack: () => void;
  onContinue: () => void;
}

/** What it says. */
export function MessageStep({ draft, preview, segmentId, onShow, onBack, onContinue }: MessageStepProps) {
  const { fields, store } = draft;
  const template = fields.messageTemplate;
  const isEmpty = template.trim() === '';
  const addFallback = (variable: string, fallback: string) =>
    store.change({ messageTemplate: withFallback(template, variable, fallback) });
  return (
    <>
      <Grid gap="lg" align="flex-start">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Writing draft={draft} segmentId={segmentId} />
            <SectionCard title="What is not known of everybody">
              {isEmpty || preview.data === undefined || preview.data.templateError !== null ? (
                <Text c="dimmed">
                  Once the message uses merge tags, this says how many recipients lack a value, and what they read
                  instead.
                </Text>
              ) : (
                <MissingValues missing={preview.data.missing} template={template} onFallback={addFallback} />
              )}
            </SectionCard>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }} className={classes.sticky}>
          <SectionCard title="How it reads">
            <MessagePreview segmentId={segmentId} preview={preview} isTemplateEmpty={isEmpty} onShow={onShow} />
          </SectionCard>
        </Grid.Col>
      </Grid>
      <StepFooter onBack={onBack} next={{ label: 'Continue to the review', onClick: onContinue }} />
    </>
  );
}

function Writing({ draft, segmentId }: { draft: Draft; segmentId: string }) {
  const mayAsk = useMay('ai.ask');
  const [suggesting, setSuggesting] = useState<'never' | 'open' | 'closed'>('never');
  const { replace, undo, isUntouched } = useReplacement(draft);
  const use = (template: string) => {
    replace(template);
    setSuggesting('closed');
  };
  return (
    <SectionCard
      title="What do you want to say?"
      actions={
        mayAsk && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconSparkles size={15} aria-hidden />}
            onClick={() => setSuggesting('open')}
          >
            Suggest messages
          </Button>
        )
      }
    >
      <MessageEditor draft={draft} onUndo={undo} />
      {undo !== undefined && (
        <Group gap="sm" mt="md" component="output">
          <Text size="sm" c="dimmed">
            This is a suggestion as it came. Change it as you like.
          </Text>
          <Button size="compact-sm" variant="default" onClick={undo}>
            Undo
          </Button>
        </Group>
      )}
      {suggesting !== 'never' && (
        <Suspense fallback={null}>
          <SuggestMessages
            isOpen={suggesting === 'open'}
            onClose={() => setSuggesting('closed')}
            segmentId={segmentId}
            channel={draft.fields.reachBy ?? 'email'}
            isReplacing={draft.fields.messageTemplate.trim() !== '' && !isUntouched}
            onUse={use}
          />
        </Suspense>
      )}
    </SectionCard>
  );
}
