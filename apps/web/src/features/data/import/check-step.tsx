import { Alert, Button, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';

import { Stat } from '../../../components/stat.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { KIND_WORDS } from '../kind-words.ts';
import type { Checked, CheckProgress, Reading } from '../reading/check.ts';
import { BadRows, type Edits } from './bad-rows.tsx';
import classes from './import.module.css';
import { POLITELY } from './politely.ts';

/** While all rows are read. */
export function Checking({ progress, onCancel }: { progress: CheckProgress | undefined; onCancel: () => void }) {
  const { number } = useFormats();
  const percent = Math.round((progress?.share ?? 0) * 100);
  return (
    <Card>
      <Stack gap="md">
        <Text fw={550}>Checking all rows</Text>
        <Progress value={percent} size="lg" aria-label="Rows checked" />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {number(progress?.rows ?? 0)} rows read, {number(progress?.badRows ?? 0)} with problems
          </Text>
          <Button variant="default" size="xs" onClick={onCancel}>
            Stop
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

interface CheckedStepProps {
  reading: Reading;
  checked: Checked;
  edits: Edits;
  onEdits: (edits: Edits) => void;
  /** Takes columns in that only rows further down have. */
  onLateColumns: () => void;
  onBack: () => void;
  onSend: () => void;
}

/** What the look at all rows found, and what to do with it. */
export function CheckedStep(props: CheckedStepProps) {
  const { reading, checked, edits, onEdits, onBack, onSend } = props;
  const { number, count } = useFormats();
  const { one, many } = KIND_WORDS[reading.plan.kind];
  const mended = [...edits.values()].filter(({ problems }) => problems.length === 0).length;
  const skipped = checked.badEntries - mended;
  const sendable = checked.entries - skipped;
  return (
    <Stack gap="lg">
      <Card>
        <Group component="dl" gap={48} m={0}>
          <Stat label="Rows in the file" value={number(checked.rows)} />
          <Stat label={`${KIND_WORDS[reading.plan.kind].title} to send`} value={number(sendable)} />
          <Stat
            label="With problems"
            value={number(skipped)}
            hint={mended > 0 ? `${number(mended)} mended` : undefined}
          />
        </Group>
      </Card>
      <Notices {...props} />
      {checked.badEntries > 0 && <BadRows reading={reading} checked={checked} edits={edits} onEdits={onEdits} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onBack}>
          Back to the columns
        </Button>
        <Button onClick={onSend} disabled={sendable === 0}>
          {skipped > 0
            ? `Skip ${number(skipped)} and send ${count(sendable, one, many)}`
            : `Send ${count(sendable, one, many)}`}
        </Button>
      </Group>
    </Stack>
  );
}

function Notices({ reading, checked, onLateColumns }: CheckedStepProps) {
  const { count } = useFormats();
  const { one, many } = KIND_WORDS[reading.plan.kind];
  return (
    <>
      {checked.badEntries === 0 && (
        <Alert color="teal" {...POLITELY} icon={<IconCircleCheck aria-hidden />} title="All rows are fine" />
      )}
      {checked.repeated > 0 && !(reading.plan.kind === 'orders' && reading.plan.isOneItemPerRow) && (
        <Alert
          color="blue"
          icon={<IconInfoCircle aria-hidden />}
          title={`${count(checked.repeated, 'row')} come twice`}
        >
          They name {checked.repeated === 1 ? `a ${one}` : many} that a row above names too. The last row counts.
        </Alert>
      )}
      {checked.lateColumns.length > 0 && (
        <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title="More values than the first rows had">
          <Stack gap="sm" align="flex-start">
            <span className={classes.wrap}>
              Rows further down also have {checked.lateColumns.slice(0, 10).join(', ')}. Nothing of that would be sent.
            </span>
            <Button size="xs" variant="default" onClick={onLateColumns}>
              Choose what they become
            </Button>
          </Stack>
        </Alert>
      )}
    </>
  );
}
