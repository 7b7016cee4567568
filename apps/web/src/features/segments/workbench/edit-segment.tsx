import type { SegmentDetailOutput, SegmentKind, SegmentRules } from '@herald/shared';
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { saveSegment } from '../../../api/segments.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { notify } from '../../../components/notify.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import type { EndpointBody } from '../../../lib/endpoint.ts';
import { draftOfStored, toRules } from '../draft/draft.ts';
import { useDraft } from '../draft/use-draft.ts';
import { DifferenceDialog } from '../save/difference-dialog.tsx';
import { KindChoice } from '../save/kind-choice.tsx';
import { LeaveDialog } from '../save/leave-dialog.tsx';
import { useUnsavedGuard } from '../save/use-unsaved-guard.ts';
import { MissingWords, SegmentWorkbench, whatIsMissing } from './segment-workbench.tsx';

const MAX_NAME = 200;

interface EditSegmentProps {
  segment: SegmentDetailOutput;
  onSaved: () => void;
}

/** Changes a saved segment; shows what would change before it does. */
export function EditSegment({ segment: latest, onSaved }: EditSegmentProps) {
  // What the changes are compared with stays, also when somebody else saves the segment meanwhile.
  const [segment, setSegment] = useState(latest);
  const controls = useDraft(() => draftOfStored(segment.rules));
  const [name, setName] = useState(segment.name);
  const [kind, setKind] = useState<SegmentKind>(segment.kind);
  const [change, setChange] = useState<EndpointBody<'updateSegment'>>();
  const queryClient = useQueryClient();

  const saved = useMemo(() => JSON.stringify(toRules(draftOfStored(segment.rules))), [segment.rules]);
  const areRulesChanged = JSON.stringify(toRules(controls.draft)) !== saved;
  const isNameChanged = name.trim() !== segment.name && name.trim() !== '';
  const isChanged = areRulesChanged || kind !== segment.kind || name.trim() !== segment.name;
  const { blocker, letGo } = useUnsavedGuard(isChanged);

  const saving = useMutation({
    mutationFn: (body: EndpointBody<'updateSegment'>) => saveSegment(segment.id, body),
    onSuccess: async () => {
      letGo();
      setChange(undefined);
      notify.done('Segment saved');
      await queryClient.invalidateQueries({ queryKey: ['segments'] });
      onSaved();
    },
  });
  const save = (rules: SegmentRules | undefined) => {
    const body = {
      ...(isNameChanged && { name: name.trim() }),
      ...(kind !== segment.kind && { kind }),
      ...(areRulesChanged && rules && { rules }),
    };
    // A name changes nobody's place.
    if (areRulesChanged || kind !== segment.kind) setChange(body);
    else saving.mutate(body);
  };
  const beginWith = (stored: SegmentDetailOutput) => {
    setSegment(stored);
    controls.reset(draftOfStored(stored.rules));
    setName(stored.name);
    setKind(stored.kind);
  };
  const discard = () => beginWith(segment);
  return (
    <>
      {latest.updatedAt !== segment.updatedAt && !saving.isSuccess && (
        <Alert color="orange" title="Somebody else has saved this segment" mb="lg">
          <Stack gap="sm" align="flex-start">
            <Text size="sm">What you save now is written over what they changed.</Text>
            <Button variant="default" size="xs" onClick={() => beginWith(latest)}>
              Load the newer version
            </Button>
          </Stack>
        </Alert>
      )}
      <SegmentWorkbench controls={controls} segment={segment} isUnchanged={!areRulesChanged} refused={saving.error}>
        {(state) => {
          const missing = whatIsMissing(state) ?? (name.trim() === '' ? 'Give it a name' : undefined);
          return (
            <SectionCard title="Save">
              <Stack gap="md">
                <TextInput
                  label="Name"
                  maxLength={MAX_NAME}
                  value={name}
                  error={name.trim() === '' ? 'Give it a name' : undefined}
                  onChange={({ currentTarget }) => setName(currentTarget.value)}
                />
                <KindChoice value={kind} onChange={setKind} />
                {saving.error && change === undefined && (
                  <ErrorNotice title="The segment was not saved" error={saving.error} />
                )}
                <Group justify="flex-end" gap="sm">
                  {missing !== undefined && <MissingWords>{missing}</MissingWords>}
                  {!isChanged && <MissingWords>Nothing has been changed</MissingWords>}
                  {isChanged && (
                    <Button variant="default" onClick={discard}>
                      Discard changes
                    </Button>
                  )}
                  <Button
                    disabled={!isChanged || missing !== undefined}
                    loading={saving.isPending && change === undefined}
                    onClick={() => save(state.rules)}
                  >
                    {areRulesChanged ? 'Review and save' : 'Save changes'}
                  </Button>
                </Group>
              </Stack>
            </SectionCard>
          );
        }}
      </SegmentWorkbench>
      <DifferenceDialog
        segmentId={segment.id}
        change={change}
        isSaving={saving.isPending}
        error={saving.error}
        onSave={() => change && saving.mutate(change)}
        onClose={() => setChange(undefined)}
      />
      <LeaveDialog blocker={blocker} />
    </>
  );
}
