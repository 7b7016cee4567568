import { MAX_LOOKALIKES } from '@herald/shared';
import type { LookalikesOutput, SegmentDetailOutput } from '@herald/shared';
import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { IconUsersPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';

import { findLookalikes } from '../../../api/segments.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SkeletonLines } from '../../../components/skeletons.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import { useQuestion } from '../../../lib/use-question.ts';
import { FoundLookalikes } from './found-lookalikes.tsx';

const DEFAULT_SIZE = 1_000;
const MAX_NAME = 200;

interface LookalikesDialogProps {
  segment: SegmentDetailOutput;
  isOpen: boolean;
  onClose: () => void;
}

/** Finds customers like those of a segment, says how they are alike, and hands the rules to the builder. */
export function LookalikesDialog({ segment, isOpen, onClose }: LookalikesDialogProps) {
  const { number } = useFormats();
  // It comes late and open: what had the focus is only remembered by what opens after it came.
  const isMounted = useMounted();
  const [size, setSize] = useState<number | string>(DEFAULT_SIZE);
  const { asked, answer, error, isAsking, ask } = useQuestion('lookalikes', (wanted: number, options) =>
    findLookalikes({ params: { id: segment.id }, body: { size: wanted } }, options),
  );
  const isValid = typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= MAX_LOOKALIKES;
  return (
    <Modal
      opened={isOpen && isMounted}
      onClose={onClose}
      title="Find look-alikes"
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="lg">
        <Text size="sm">
          Customers who are not in “{segment.name}” and are most like those who are, by how lately, how often and how
          much they buy, and by their profile. No model is asked, and nothing is saved.
        </Text>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (isValid) ask(size);
          }}
        >
          <Group gap="sm" align="flex-start">
            <NumberInput
              label="About how many people"
              min={1}
              max={MAX_LOOKALIKES}
              clampBehavior="none"
              allowDecimal={false}
              value={size}
              onChange={setSize}
              error={isValid ? undefined : `A whole number from 1 to ${number(MAX_LOOKALIKES)}`}
              w={220}
              data-autofocus
            />
            <Button
              type="submit"
              mt={{ base: 0, xs: 25 }}
              leftSection={<IconUsersPlus size={16} aria-hidden />}
              loading={isAsking}
              disabled={!isValid}
            >
              Find them
            </Button>
          </Group>
        </form>
        {isAsking && <SkeletonLines lines={6} />}
        {error && asked !== undefined && (
          <ErrorNotice title="Nobody could be looked for" error={error} onRetry={() => ask(asked)} />
        )}
        {answer && <Answer answer={answer} />}
      </Stack>
    </Modal>
  );
}

function Answer({ answer }: { answer: LookalikesOutput }) {
  const navigate = useNavigate();
  const mayWrite = useMay('segments.write');
  const name = `Like ${answer.segment.name}`.slice(0, MAX_NAME);
  return (
    <FoundLookalikes
      answer={answer}
      action={
        mayWrite &&
        answer.rules !== null && (
          <Group justify="flex-end">
            <Button onClick={() => void navigate('/segments/new', { state: { name, rules: answer.rules } })}>
              Open in the builder
            </Button>
          </Group>
        )
      }
    />
  );
}
