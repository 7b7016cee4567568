import type { CampaignOutput } from '@herald/shared';
import { Alert, Button, Grid, Group, List, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconClockPause, IconPencil, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import { deliveryStateQuery } from '../../../api/delivery.ts';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonLines } from '../../../components/skeletons.tsx';
import { useFormats } from '../../../lib/formats.ts';
import classes from './campaign-wizard.module.css';
import { LaunchDialog } from './launch-dialog.tsx';
import { dayAndTime, launchSentence } from './launch-sentence.ts';
import { MessageCard } from '../message-card.tsx';
import { TAGS_WORDS, TagsField } from '../tags/tags-field.tsx';
import { nameOf } from './message-preview.tsx';
import { MissingValues } from './missing-values.tsx';
import { delayOf, type Obstacle, obstaclesOf, type Step } from './obstacles.ts';
import { PreviewFigures } from './preview-figures.tsx';
import { SendTimeHint } from './suggest/send-time-hint.tsx';
import type { Draft } from './use-draft.ts';
import { DraftChanged, useLaunch } from './use-launch.ts';
import type { Preview } from './use-preview.ts';
import { wallTimeAt } from './wall-time.ts';
import { NOW, readWhen, WhenChoice } from './when-choice.tsx';

interface ReviewStepProps {
  draft: Draft;
  preview: Preview;
  segmentName: string | undefined;
  isDynamic: boolean;
  onEdit: (step: Step) => void;
  onLaunched: (campaign: CampaignOutput, sentence: string) => void;
}

/** Everything on one page, and the button that sends it. */
export function ReviewStep(props: ReviewStepProps) {
  const { draft, preview, onEdit } = props;
  const { fields } = draft;
  return (
    <Grid gap="lg" align="flex-start">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="lg">
          <SectionCard title="Audience" actions={<EditButton what="audience" onClick={() => onEdit('audience')} />}>
            <AudienceFacts {...props} />
          </SectionCard>
          <SectionCard title="Message" actions={<EditButton what="message" onClick={() => onEdit('message')} />}>
            <MessageFacts template={fields.messageTemplate} preview={preview} />
          </SectionCard>
          <SectionCard title="Tags" description={TAGS_WORDS}>
            <TagsField
              value={fields.tags}
              onChange={(tags) => draft.store.change({ tags })}
              about={{ segmentId: fields.segmentId ?? '', messageTemplate: fields.messageTemplate }}
            />
          </SectionCard>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }} className={classes.sticky}>
        <LaunchCard {...props} />
      </Grid.Col>
    </Grid>
  );
}

function EditButton({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <Button
      size="xs"
      variant="subtle"
      leftSection={<IconPencil size={14} aria-hidden />}
      onClick={onClick}
      aria-label={`Edit the ${what}`}
    >
      Edit
    </Button>
  );
}

const REACH_WORDS = { email: 'By email', phone: 'By phone' } as const;

function AudienceFacts({ draft: { fields }, preview, segmentName }: ReviewStepProps) {
  return (
    <Stack gap="lg">
      <Stack component="dl" gap={6} m={0}>
        <Fact label="Name">{fields.name.trim() || '—'}</Fact>
        <Fact label="Segment">{segmentName ?? '…'}</Fact>
        <Fact label="Reach people">{fields.reachBy === null ? 'Everybody' : REACH_WORDS[fields.reachBy]}</Fact>
        <Fact label="Hold out">{fields.holdoutPercent > 0 ? `${fields.holdoutPercent} %` : 'Nobody'}</Fact>
      </Stack>
      <PreviewFigures preview={preview} />
    </Stack>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Group gap="md" wrap="nowrap" align="baseline">
      <Text component="dt" size="sm" c="dimmed" w={110} flex="none">
        {label}
      </Text>
      <Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  );
}

function MessageFacts({ template, preview: { data } }: { template: string; preview: Preview }) {
  if (template.trim() === '') return <Text c="dimmed">Nothing is written yet.</Text>;
  if (data === undefined) return <SkeletonLines lines={5} />;
  const { example, missing, templateError } = data;
  return (
    <Stack gap="md">
      {example?.message === null || example === null ? (
        <MessageCard message={template} label="Message as it is written" />
      ) : (
        <>
          <Text size="sm" c="dimmed">
            As {nameOf(example)} will read it:
          </Text>
          <MessageCard message={example.message} label={`Message to ${nameOf(example)}`} />
        </>
      )}
      {templateError === null && missing.length > 0 && <MissingValues missing={missing} template={template} />}
    </Stack>
  );
}

function LaunchCard({ draft, preview, isDynamic, onEdit, onLaunched }: ReviewStepProps) {
  const formats = useFormats();
  const [when, setWhen] = useState(NOW);
  const [isAsking, setAsking] = useState(false);
  const { data: delivery } = useQuery(deliveryStateQuery());
  const launch = useLaunch(draft.store);
  const obstacles = obstaclesOf(draft, preview);
  const { at, problem } = readWhen(when, formats.timeZone);
  const people = preview.data?.willReceive;
  const isCounting = !preview.isCurrent || people === undefined;
  const isSaving = draft.isDirty || draft.state.kind !== 'saved';
  const isReady = obstacles.length === 0 && problem === undefined && !isCounting && !isSaving;
  const sentence = people === undefined ? undefined : launchSentence(people, at, formats);
  const confirm = async () => {
    try {
      onLaunched(await launch(at), at === undefined ? 'now' : dayAndTime(at, formats));
    } catch (error) {
      if (!(error instanceof DraftChanged)) throw error;
      setAsking(false);
    }
  };
  const chooseInstant = (instant: string) =>
    setWhen({ isLater: true, wallTime: wallTimeAt(Date.parse(instant), formats.timeZone) });
  const delay = at === undefined ? delayOf(delivery) : undefined;
  return (
    <SectionCard title="When should it go out?">
      <Stack gap="lg">
        <WhenChoice value={when} onChange={setWhen} />
        {draft.fields.segmentId !== null && (
          <SendTimeHint segmentId={draft.fields.segmentId} chosen={at} onUse={chooseInstant} />
        )}
        {delay !== undefined && (
          <Alert color="orange" icon={<IconClockPause aria-hidden />}>
            {delay}
          </Alert>
        )}
        <Obstacles obstacles={obstacles} onEdit={onEdit} />
        <Stack gap="xs">
          <Button
            size="md"
            fullWidth
            leftSection={<IconSend size={18} aria-hidden />}
            disabled={!isReady}
            onClick={() => setAsking(true)}
            classNames={{ label: classes.wrapping, root: classes.launch }}
          >
            {labelOf({ sentence, isCounting, hasError: preview.error !== null })}
          </Button>
          <Text size="xs" c="dimmed">
            {remarkOn(isDynamic, at)}
          </Text>
        </Stack>
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          onClick={() => onEdit('message')}
        >
          Back
        </Button>
      </Stack>
      {sentence !== undefined && (
        <LaunchDialog
          isOpen={isAsking}
          sentence={sentence}
          details={consequence(at)}
          onClose={() => setAsking(false)}
          onConfirm={confirm}
        />
      )}
    </SectionCard>
  );
}

function labelOf(known: { sentence: string | undefined; isCounting: boolean; hasError: boolean }): string {
  if (known.hasError) return 'It could not be counted';
  if (known.isCounting || known.sentence === undefined) return 'Counting the recipients…';
  return known.sentence;
}

function remarkOn(isDynamic: boolean, at: string | undefined): string {
  if (at === undefined) return 'You are asked once more before anything is sent.';
  return isDynamic
    ? 'The segment is asked again at that time, so that the number may be another one by then.'
    : 'Who unsubscribes before that time is left out.';
}

function consequence(at: string | undefined): string {
  return at === undefined
    ? 'Messages go out at once. You can pause the campaign, but what the vendor has taken cannot be called back.'
    : 'You can change your mind until then: launch it earlier, or cancel it.';
}

function Obstacles({ obstacles, onEdit }: { obstacles: Obstacle[]; onEdit: (step: Step) => void }) {
  if (obstacles.length === 0) return null;
  return (
    <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title="Before it can be sent">
      <List size="sm" spacing={4}>
        {obstacles.map(({ words, step }) => (
          <List.Item key={words}>
            {words}{' '}
            {step !== undefined && (
              <UnstyledButton className={classes.mend} onClick={() => onEdit(step)}>
                {step === 'audience' ? 'To the audience' : 'To the message'}
              </UnstyledButton>
            )}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
