import { Grid, Stack, Text } from '@mantine/core';

import { SectionCard } from '../../../components/section-card.tsx';
import classes from './campaign-wizard.module.css';
import { withFallback } from './merge-tags.ts';
import { MessageEditor } from './message-editor.tsx';
import { MessagePreview } from './message-preview.tsx';
import { MissingValues } from './missing-values.tsx';
import { StepFooter } from './step-footer.tsx';
import type { Draft } from './use-draft.ts';
import type { Preview } from './use-preview.ts';

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
            <SectionCard title="What do you want to say?">
              <MessageEditor draft={draft} />
            </SectionCard>
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
