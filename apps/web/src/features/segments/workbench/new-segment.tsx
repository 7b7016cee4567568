import type { SegmentKind } from '@herald/shared';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';

import { createSegment } from '../../../api/segments.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { ApiError } from '../../../lib/api-client.ts';
import type { EndpointBody } from '../../../lib/endpoint.ts';
import { draftOfStored } from '../draft/draft.ts';
import { useDraft } from '../draft/use-draft.ts';
import { KindChoice } from '../save/kind-choice.tsx';
import { LeaveDialog } from '../save/leave-dialog.tsx';
import { useUnsavedGuard } from '../save/use-unsaved-guard.ts';
import { MissingWords, SegmentWorkbench, whatIsMissing, type WorkbenchState } from './segment-workbench.tsx';

const MAX_NAME = 200;

interface NewSegmentProps {
  /** What it begins with, as rules that were found for somebody; they are a draft like any other. */
  begun?: { name: string; rules: unknown } | undefined;
}

/** Writes rules, and saves them as a new segment. */
export function NewSegment({ begun }: NewSegmentProps) {
  const controls = useDraft(() => draftOfStored(begun?.rules));
  const [name, setName] = useState(begun?.name ?? '');
  const [kind, setKind] = useState<SegmentKind>('static');
  const [isNameMissing, setNameMissing] = useState(false);
  const nameBox = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { blocker, letGo } = useUnsavedGuard(controls.draft.rules.length > 0 || name.trim() !== '');
  const creation = useMutation({
    mutationFn: (body: EndpointBody<'createSegment'>) => createSegment({ body }),
    onSuccess: (segment) => {
      letGo();
      void queryClient.invalidateQueries({ queryKey: ['segments'] });
      void navigate(`/segments/${segment.id}`, { state: { isNew: true } });
    },
  });
  const { error } = creation;
  const nameError = error instanceof ApiError ? error.fields.name : undefined;

  const create = ({ rules }: WorkbenchState) => {
    if (name.trim() === '') {
      setNameMissing(true);
      nameBox.current?.focus();
    } else if (rules) {
      creation.mutate({ name: name.trim(), kind, rules });
    }
  };
  return (
    <>
      <SegmentWorkbench
        controls={controls}
        refused={error}
        onTemplate={(template) => {
          if (name.trim() === '') setName(template.name);
        }}
      >
        {(state) => {
          const missing = whatIsMissing(state);
          return (
            <SectionCard title="Save">
              <Stack gap="md" component="form" onSubmit={(event) => event.preventDefault()}>
                <TextInput
                  ref={nameBox}
                  label="Name"
                  placeholder="As your colleagues will look for it"
                  maxLength={MAX_NAME}
                  value={name}
                  error={isNameMissing ? 'Give it a name' : nameError}
                  onChange={({ currentTarget }) => {
                    setName(currentTarget.value);
                    setNameMissing(false);
                  }}
                />
                <KindChoice value={kind} onChange={setKind} />
                {error && nameError === undefined && <ErrorNotice title="The segment was not created" error={error} />}
                <Group justify="flex-end" gap="md">
                  {missing !== undefined && <MissingWords>{missing}</MissingWords>}
                  <Button
                    type="submit"
                    disabled={missing !== undefined}
                    loading={creation.isPending}
                    onClick={() => create(state)}
                  >
                    Create segment
                  </Button>
                </Group>
              </Stack>
            </SectionCard>
          );
        }}
      </SegmentWorkbench>
      <LeaveDialog blocker={blocker} />
    </>
  );
}
