import type { CampaignOutput } from '@herald/shared';
import { ActionIcon, Group, Menu, Stack, Stepper, VisuallyHidden } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { segmentQuery } from '../../../api/segments.ts';
import { PageHeader } from '../../../components/page-header.tsx';
import { DotBadge } from '../../../components/status-badge.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { BackLink } from '../back-link.tsx';
import { AudienceStep } from './audience-step.tsx';
import classes from './campaign-wizard.module.css';
import { DraftNotices } from './draft-notices.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { MessageStep } from './message-step.tsx';
import type { Step } from './obstacles.ts';
import { proposedName } from './proposed-name.ts';
import { ReviewStep } from './review-step.tsx';
import { SaveIndicator } from './save-indicator.tsx';
import type { Draft } from './use-draft.ts';
import { usePreview } from './use-preview.ts';

const STEPS: readonly Step[] = ['audience', 'message', 'review'];
const STEP_TITLES: Readonly<Record<Step, string>> = { audience: 'Audience', message: 'Message', review: 'Review' };
const STEP_WORDS: Readonly<Record<Step, string>> = {
  audience: 'Who gets it',
  message: 'What it says',
  review: 'Check and send',
};
const URL_DEFAULTS = { step: 'audience', segment: '' };

interface CampaignWizardProps {
  draft: Draft;
  onDelete: () => void;
  /** @param when "now", or "on 3 December at 09:00" */
  onLaunched: (campaign: CampaignOutput, when: string) => void;
}

/** Audience, message, review: a draft that is saved as one types, until it is launched. */
export function CampaignWizard({ draft, onDelete, onLaunched }: CampaignWizardProps) {
  const { fields, store } = draft;
  const [url, setUrl] = useUrlState(URL_DEFAULTS);
  const [shownCustomer, showCustomer] = useState<string>();
  const { data: segment } = useQuery({ ...segmentQuery(fields.segmentId ?? ''), enabled: fields.segmentId !== null });
  const preview = usePreview(draft, shownCustomer);
  useSegmentOfAddress(draft, url.segment);
  const step = stepOf(url.step, draft);
  const goTo = (to: Step) => {
    void store.flush();
    setUrl({ step: to });
  };
  const heading = useFocusOnStep(step);
  return (
    <>
      <LeaveGuard store={store} />
      <PageHeader
        title={fields.name.trim() || 'New campaign'}
        documentTitle={`${STEP_TITLES[step]} · ${fields.name.trim() || 'New campaign'}`}
        above={<BackLink />}
        badge={<DotBadge color="gray">Draft</DotBadge>}
        actions={
          <Group gap="xs" wrap="nowrap">
            <SaveIndicator draft={draft} />
            {draft.id !== undefined && draft.state.kind !== 'gone' && <DraftMenu onDelete={onDelete} />}
          </Group>
        }
      />
      <Stack gap="lg">
        <DraftNotices draft={draft} />
        <Steps step={step} isBeyondAudience={fields.segmentId !== null} onStep={goTo} />
      </Stack>
      <VisuallyHidden component="h2" ref={heading} tabIndex={-1}>
        {STEP_TITLES[step]}
      </VisuallyHidden>
      {step === 'audience' && (
        <AudienceStep draft={draft} preview={preview} segmentName={segment?.name} onContinue={() => goTo('message')} />
      )}
      {step === 'message' && fields.segmentId !== null && (
        <MessageStep
          draft={draft}
          preview={preview}
          segmentId={fields.segmentId}
          onShow={showCustomer}
          onBack={() => goTo('audience')}
          onContinue={() => goTo('review')}
        />
      )}
      {step === 'review' && (
        <ReviewStep
          draft={draft}
          preview={preview}
          segmentName={segment?.name}
          isDynamic={segment?.kind === 'dynamic'}
          onEdit={goTo}
          onLaunched={onLaunched}
        />
      )}
    </>
  );
}

/** Without a segment there is nobody to write to. */
function stepOf(asked: string, { fields }: Draft): Step {
  if (fields.segmentId === null) return 'audience';
  return STEPS.find((step) => step === asked) ?? 'audience';
}

/** A link from a segment says which one it is for: `?segment=…`. */
function useSegmentOfAddress({ fields, store }: Draft, asked: string): void {
  const { timeZone } = useFormats();
  const isWanted = asked !== '' && fields.segmentId === null;
  const { data } = useQuery({ ...segmentQuery(asked), enabled: isWanted });
  useEffect(() => {
    if (!isWanted || data === undefined || data.error !== null) return;
    store.change({ segmentId: data.id, name: proposedName(data.name, new Date(), timeZone) });
  }, [isWanted, data, store, timeZone]);
}

/** Whoever uses the keyboard, or listens, goes on at the top of the new step. */
function useFocusOnStep(step: Step) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [step]);
  return heading;
}

interface StepsProps {
  step: Step;
  isBeyondAudience: boolean;
  onStep: (step: Step) => void;
}

function Steps({ step, isBeyondAudience, onStep }: StepsProps) {
  return (
    <Stepper
      active={STEPS.indexOf(step)}
      onStepClick={(index) => onStep(STEPS[index] ?? 'audience')}
      size="sm"
      component="nav"
      aria-label="Steps"
      className={classes.steps}
      classNames={{
        steps: classes.stepList,
        stepBody: classes.stepBody,
        separator: classes.stepSeparator,
        stepDescription: classes.stepDescription,
        content: classes.stepContent,
      }}
    >
      {STEPS.map((each) => (
        <Stepper.Step
          key={each}
          label={STEP_TITLES[each]}
          description={STEP_WORDS[each]}
          allowStepSelect={each === 'audience' || isBeyondAudience}
          aria-current={each === step ? 'step' : undefined}
        />
      ))}
    </Stepper>
  );
}

function DraftMenu({ onDelete }: { onDelete: () => void }) {
  return (
    <Menu withinPortal={false}>
      <Menu.Target>
        <ActionIcon aria-label="More for this draft">
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
          Delete draft
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
