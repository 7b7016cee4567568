import '@mantine/dates/styles.layer.css';

import type { ConditionGroup, SegmentKind, SegmentOutput, SegmentRules } from '@herald/shared';
import { ActionIcon, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router-dom';

import { segmentFieldsQuery } from '../../../api/segments.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { ApiError } from '../../../lib/api-client.ts';
import { useMay } from '../../../lib/may.ts';
import { SegmentBuilder } from '../builder/segment-builder.tsx';
import { TemplateCards } from '../builder/template-cards.tsx';
import { DescribeAudience } from '../describe/describe-audience.tsx';
import type { Placing } from '../describe/placing.ts';
import { type Catalogue, catalogueOf } from '../draft/catalogue.ts';
import { type CheckedDraft, checkDraft, refusedNodes } from '../draft/check-draft.ts';
import { type DraftGroup, levelsOf, toDraft } from '../draft/draft.ts';
import type { Template } from '../draft/templates.ts';
import type { DraftControls } from '../draft/use-draft.ts';
import { ExplainCard } from '../explain/explain-card.tsx';
import { LivePanel } from '../live/live-panel.tsx';
import { useLiveSize } from '../live/use-live-size.ts';
import { useUndoKeys } from './use-undo-keys.ts';
import classes from './workbench.module.css';

export interface WorkbenchState {
  /** Undefined until the rules are complete. */
  rules: SegmentRules | undefined;
  isEmpty: boolean;
}

export interface SavedSegment {
  id: string;
  kind: SegmentKind;
  rules: SegmentOutput['rules'];
}

interface SegmentWorkbenchProps {
  controls: DraftControls;
  /** The segment that is edited. */
  segment?: SavedSegment | undefined;
  /** Whether the rules are still those of the saved segment. */
  isUnchanged?: boolean;
  onTemplate?: (template: Template) => void;
  /** What saving the rules of another call refused, by path. */
  refused?: Error | null | undefined;
  /** Below the rules: what saves them. */
  children: (state: WorkbenchState) => ReactNode;
}

/** Where rules are written: the builder, beside it who they find, below it why somebody is in or out. */
export function SegmentWorkbench(props: SegmentWorkbenchProps) {
  const { data, error, refetch, isFetching } = useQuery(segmentFieldsQuery());
  const catalogue = useMemo(() => data && catalogueOf(data), [data]);
  if (catalogue) return <Workbench {...props} catalogue={catalogue} />;
  if (error) {
    return (
      <ErrorNotice
        title="What can be asked could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    );
  }
  return (
    <div className={classes.columns}>
      <SkeletonCard height={420} />
      <SkeletonCard height={320} />
    </div>
  );
}

function Workbench({
  controls,
  segment,
  isUnchanged = false,
  onTemplate,
  refused,
  children,
  catalogue,
}: SegmentWorkbenchProps & { catalogue: Catalogue }) {
  const { draft, change } = controls;
  const builder = useRef<HTMLDivElement>(null);
  const mayAsk = useMay('ai.ask');
  const [params] = useSearchParams();
  useUndoKeys(builder, controls);
  const checked = useMemo(() => checkDraft(draft, catalogue), [draft, catalogue]);
  const live = useLiveSize(checked.rules);
  const problems = useMemo(
    () => new Map([...checked.problems, ...refusedBy(live.error, draft), ...refusedBy(refused, draft)]),
    [checked, live.error, refused, draft],
  );
  const begin = (template: Template) => {
    change(toDraft(template.rules));
    onTemplate?.(template);
  };
  const place = (rules: ConditionGroup, { how, isToBeAdjusted }: Placing) => {
    const suggested = toDraft(rules);
    change(how === 'group' ? { ...draft, rules: [...draft.rules, suggested] } : suggested);
    // The rules are in their place after this render.
    const name = how === 'group' ? `Group ${draft.rules.length + 1}` : undefined;
    if (isToBeAdjusted) requestAnimationFrame(() => focusFirstField(builder.current, name));
  };
  return (
    <div className={classes.columns}>
      <Stack gap="lg" className={classes.main}>
        {mayAsk && (
          <DescribeAudience
            hasRules={!checked.isEmpty}
            fitsAsGroup={(rules) => 1 + levelsOf(toDraft(rules)) <= catalogue.limits.levels}
            onPlace={place}
            isWanted={params.has('describe')}
          />
        )}
        <SectionCard
          title="Rules"
          description={checked.isEmpty ? 'Begin with an example, or with a rule of your own.' : undefined}
          actions={<UndoButtons controls={controls} />}
        >
          {checked.isEmpty && (
            <Stack gap="xs" mb="lg">
              <TemplateCards onChoose={begin} />
            </Stack>
          )}
          <div ref={builder}>
            <SegmentBuilder
              draft={draft}
              onChange={change}
              catalogue={catalogue}
              problems={problems}
              segmentId={segment?.id}
            />
          </div>
        </SectionCard>
      </Stack>
      <div className={classes.aside}>
        <LivePanel checked={checked} live={live} />
      </div>
      <div className={classes.main}>{children(stateOf(checked))}</div>
      <div className={classes.main}>
        <ExplainCard of={segment && isUnchanged ? { segmentId: segment.id } : { rules: checked.rules }} />
      </div>
    </div>
  );
}

/** @param group whose first field it is, as the builder names it; else the first of all. */
function focusFirstField(builder: HTMLElement | null, group: string | undefined): void {
  const within = group === undefined ? builder : builder?.querySelector(`[role="group"][aria-label="${group}"]`);
  within?.querySelector<HTMLElement>('input[aria-label="Field"]')?.focus();
}

function refusedBy(error: Error | null | undefined, draft: DraftGroup) {
  return error instanceof ApiError ? refusedNodes(draft, error.fields) : [];
}

function stateOf({ rules, isEmpty }: CheckedDraft): WorkbenchState {
  return { rules, isEmpty };
}

function UndoButtons({ controls: { undo, redo, canUndo, canRedo } }: { controls: DraftControls }) {
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label="Undo (Ctrl+Z)">
        <ActionIcon className={classes.step} aria-label="Undo" onClick={undo} disabled={!canUndo}>
          <IconArrowBackUp size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Redo (Ctrl+Shift+Z)">
        <ActionIcon className={classes.step} aria-label="Redo" onClick={redo} disabled={!canRedo}>
          <IconArrowForwardUp size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

/** What still has to be done before the rules can be saved; undefined when nothing has. */
export function whatIsMissing({ rules, isEmpty }: WorkbenchState): string | undefined {
  if (isEmpty) return 'Add a rule first';
  return rules === undefined ? 'Complete the rules first' : undefined;
}

export function MissingWords({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
