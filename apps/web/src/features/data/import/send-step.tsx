import { Alert, Anchor, Button, Card, Group, Progress, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClock, IconPlayerPause } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';

import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { Stat } from '../../../components/stat.tsx';
import { isSignedOut } from '../../../lib/api-client.ts';
import { useFormats } from '../../../lib/formats.ts';
import { KIND_WORDS } from '../kind-words.ts';
import type { Checked, Reading } from '../reading/check.ts';
import type { Amendments } from '../sending/chunks.ts';
import { MOST_REJECTED_LISTED, type Outcome } from '../sending/follow.ts';
import type { SendingState } from '../sending/sending.ts';
import { POLITELY } from './politely.ts';
import { type SendingControls, useOutcome, useSending } from './use-sending.ts';

interface SendStepProps {
  reading: Reading;
  checked: Checked;
  amendments: Amendments;
  /** Told when nothing more will be sent, so that the page may be left. */
  onEnded: () => void;
  onAgain: () => void;
}

/** Sends, says how far it is, and then what became of it. */
export function SendStep({ reading, checked, amendments, onEnded, onAgain }: SendStepProps) {
  const sending = useSending(reading, amendments);
  const { state, failure } = sending;
  const isEnded = state?.phase === 'ended' || failure !== undefined;
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!isEnded) return;
    onEnded();
    void queryClient.invalidateQueries({ queryKey: ['ingestions'] });
  }, [isEnded, onEnded, queryClient]);
  const sendableRows = checked.rows - skippedRows(checked, amendments);
  return (
    <Stack gap="lg">
      {failure && <ErrorNotice title="The file could not be read to its end" error={failure} />}
      {!isEnded && <SendingCard sending={sending} sendableRows={sendableRows} />}
      {state && isEnded && (
        <EndedCard
          state={state}
          reading={reading}
          unsent={sendableRows - knownRows(state)}
          skipped={checked.rows - sendableRows}
        />
      )}
      {state && state.batches.length > 0 && <OutcomeCard state={state} isEnded={isEnded} />}
      {state && state.refused.length > 0 && <RefusedCard state={state} />}
      {isEnded && (
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onAgain}>
            Add more data
          </Button>
          <Button component={Link} to="/customers">
            See customers
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function skippedRows({ badRows }: Checked, { mended }: Amendments): number {
  const mendedRows = [...mended.values()].reduce((sum, { rows }) => sum + rows.length, 0);
  return badRows - mendedRows;
}

/** Rows of which it is known, or nearly, what became of them. */
function knownRows({ sentRows, uncertainRows, refused }: SendingState): number {
  return sentRows + uncertainRows + refused.reduce((sum, { entry }) => sum + entry.rows.length, 0);
}

function SendingCard({ sending, sendableRows }: { sending: SendingControls; sendableRows: number }) {
  const { number } = useFormats();
  const { state, pace } = sending;
  const sentRows = state?.sentRows ?? 0;
  const percent = sendableRows === 0 ? 100 : Math.round((sentRows / sendableRows) * 100);
  const isHeld = state?.phase === 'paused' || state?.phase === 'stuck';
  const speed = pace.rowsPerSec;
  const left = isHeld || state?.phase === 'waiting' ? undefined : pace.leftInWords(sendableRows - sentRows);
  return (
    <Card>
      <Stack gap="md">
        <Group justify="space-between">
          <Text fw={550}>{state?.isCancelled ? 'Stopping once the last part is answered' : 'Sending'}</Text>
          <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {number(sentRows)} of {number(sendableRows)} rows
          </Text>
        </Group>
        <Progress value={percent} size="lg" aria-label="Rows sent" />
        <VisuallyHidden aria-live="polite">{`${Math.floor(percent / 10) * 10}% sent`}</VisuallyHidden>
        <Trouble sending={sending} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {[speed === undefined ? undefined : `${number(Math.round(speed))} rows a second`, left]
              .filter(Boolean)
              .join(', ')}
          </Text>
          <Group gap="sm">
            {isHeld ? (
              <Button size="xs" onClick={sending.resume}>
                {state?.phase === 'paused' ? 'Go on' : 'Try again'}
              </Button>
            ) : (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPlayerPause size={14} aria-hidden />}
                onClick={sending.pause}
                disabled={state?.isCancelled}
              >
                Pause
              </Button>
            )}
            <Button size="xs" variant="default" onClick={sending.cancel} disabled={state?.isCancelled}>
              Stop sending
            </Button>
          </Group>
        </Group>
      </Stack>
    </Card>
  );
}

/** Why it does not go on just now. */
function Trouble({ sending: { state, resume } }: { sending: SendingControls }) {
  if (state?.phase === 'paused') {
    return (
      <Alert color="blue" {...POLITELY} icon={<IconPlayerPause aria-hidden />} title="Paused">
        What was sent so far stays. The rest waits on this page.
      </Alert>
    );
  }
  if (state?.error === undefined) return null;
  if (state.phase === 'stuck') {
    if (!isSignedOut(state.error)) return <ErrorNotice title="Herald does not take this" error={state.error} />;
    return (
      <Alert color="orange" role="alert" icon={<IconAlertTriangle aria-hidden />} title="You have been signed out">
        Sign in again in another tab, then go on here. Nothing is lost.
      </Alert>
    );
  }
  return (
    <Alert color="orange" {...POLITELY} icon={<IconClock aria-hidden />} title="Waiting to go on">
      <Stack gap="xs" align="flex-start">
        <span>
          {state.error.message} <Countdown until={state.waitsUntil} /> What arrived already is not taken twice.
        </span>
        <Button size="xs" variant="default" onClick={resume}>
          Try now
        </Button>
      </Stack>
    </Alert>
  );
}

function Countdown({ until }: { until: number | undefined }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil(((until ?? now) - now) / 1_000));
  return <span aria-live="off">It is tried again {seconds === 0 ? 'now' : `in ${seconds} s`}.</span>;
}

interface EndedCardProps {
  state: SendingState;
  reading: Reading;
  /** Rows that could have been sent, and were not. */
  unsent: number;
  /** Rows with problems. */
  skipped: number;
}

function EndedCard({ state, reading, unsent, skipped }: EndedCardProps) {
  const { count, number } = useFormats();
  const { one, many } = KIND_WORDS[reading.plan.kind];
  const sent = `${count(state.sentEntries, one, many)} were sent${skipped > 0 ? `, ${count(skipped, 'row')} skipped` : ''}.`;
  if (unsent <= 0 && state.uncertainRows === 0) {
    return (
      <Alert color="teal" {...POLITELY} icon={<IconCircleCheck aria-hidden />} title="Everything is sent">
        {sent}
      </Alert>
    );
  }
  return (
    <Alert color="orange" {...POLITELY} icon={<IconAlertTriangle aria-hidden />} title="Stopped before the end">
      {sent} {number(unsent)} rows were not.
      {state.uncertainRows > 0 &&
        ` Of ${number(state.uncertainRows)} rows it is not known whether they arrived; the batches below say.`}{' '}
      Sending the file again changes nothing that is there already.
    </Alert>
  );
}

function OutcomeCard({ state, isEnded }: { state: SendingState; isEnded: boolean }) {
  const { number } = useFormats();
  const { outcome, error } = useOutcome(state.batches, isEnded);
  const isOpen = !isEnded || outcome === undefined || outcome.open > 0;
  const queryClient = useQueryClient();
  useEffect(() => {
    if (isOpen) return;
    for (const queryKey of [['ingestions'], ['customers'], ['segments'], ['dashboard']]) {
      void queryClient.invalidateQueries({ queryKey });
    }
  }, [isOpen, queryClient]);
  return (
    <SectionCard
      title="What became of it"
      description={
        isOpen ? 'Herald writes what it was sent, and this counts along.' : 'Herald is through with all of it.'
      }
    >
      <Stack gap="md">
        <Group component="dl" gap={48} m={0}>
          <Stat label="Stored" value={outcome && number(outcome.stored)} />
          <Stat label="Rejected" value={outcome && number(outcome.rejected)} />
          <Stat label="Still open" value={outcome && number(state.sentEntries - outcome.stored - outcome.rejected)} />
        </Group>
        <VisuallyHidden aria-live="polite">
          {isOpen || !outcome ? '' : `${number(outcome.stored)} stored, ${number(outcome.rejected)} rejected`}
        </VisuallyHidden>
        {error && (
          <Text size="sm" c="dimmed">
            Herald does not say just now: {error.message} It is asked again.
          </Text>
        )}
        {isEnded && outcome !== undefined && outcome.open > 0 && (
          <Text size="sm" c="dimmed">
            Orders of customers who are not known yet wait for them for a while. You can leave this page: the batches
            stay in the list below.
          </Text>
        )}
        {outcome !== undefined && outcome.rejectedRows.length > 0 && <RejectedRows outcome={outcome} />}
      </Stack>
    </SectionCard>
  );
}

function RejectedRows({ outcome: { rejected, rejectedRows } }: { outcome: Outcome }) {
  const { number } = useFormats();
  return (
    <Stack gap="xs">
      <Table.ScrollContainer minWidth={480} type="native">
        <Table horizontalSpacing="lg" highlightOnHover={false} aria-label="Rejected rows" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Row</Table.Th>
              <Table.Th>Why</Table.Th>
              <Table.Th>Batch</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rejectedRows.map(({ ingestionId, rowNumber, reason }) => (
              <Table.Tr key={`${ingestionId} ${rowNumber}`}>
                <Table.Td c="dimmed">{number(rowNumber)}</Table.Td>
                <Table.Td>{reason}</Table.Td>
                <Table.Td>
                  <Anchor component={Link} to={`/data/${ingestionId}`} size="sm">
                    See the batch
                  </Anchor>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {rejected > rejectedRows.length && (
        <Text size="sm" c="dimmed">
          The first {number(Math.min(MOST_REJECTED_LISTED, rejectedRows.length))} of {number(rejected)}; each batch has
          its own list.
        </Text>
      )}
    </Stack>
  );
}

/** Rows that looked right on the page, and that Herald refused. They were not sent. */
function RefusedCard({ state: { refused } }: { state: SendingState }) {
  const { count, number } = useFormats();
  return (
    <SectionCard title="Not taken" description={`${count(refused.length, 'row')} that Herald refused.`} isFlush>
      <Table horizontalSpacing="lg" highlightOnHover={false} aria-label="Refused rows">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Row</Table.Th>
            <Table.Th>Why</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {refused.slice(0, MOST_REJECTED_LISTED).map(({ entry, problems }) => (
            <Table.Tr key={entry.ordinal}>
              <Table.Td c="dimmed">{number(entry.rows[0]?.number ?? 0)}</Table.Td>
              <Table.Td>{problems[0]?.message}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </SectionCard>
  );
}
