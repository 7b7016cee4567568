import type { AuditEventOutput } from '@herald/shared';
import { Anchor, Code, Group, ScrollArea, Table, Text } from '@mantine/core';
import { Link } from 'react-router-dom';

import { CopyButton } from '../../../components/copy-button.tsx';
import { DotBadge } from '../../../components/status-badge.tsx';
import { useFormats } from '../../../lib/formats.ts';
import classes from './audit-table.module.css';
import { actionWords, reasonWords, subjectPage } from './audit-words.ts';
import type { Names } from './use-names.ts';

interface AuditTableProps {
  events: readonly AuditEventOutput[];
  names: Names;
  /** While the next ones are on their way. */
  isFaded: boolean;
}

export function AuditTable({ events, names, isFaded }: AuditTableProps) {
  return (
    <ScrollArea
      type="auto"
      scrollbars="x"
      // Nothing in it need be reachable by itself, so that keys could not scroll it.
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Events' }}
    >
      <Table className={classes.table} data-faded={isFaded || undefined}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th visibleFrom="sm">When</Table.Th>
            <Table.Th>Who</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>To what</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th visibleFrom="sm">Request</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <AuditRow key={event.id} event={event} names={names} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function AuditRow({ event, names }: { event: AuditEventOutput; names: Names }) {
  const { dateTime } = useFormats();
  const { at, action, address, requestId } = event;
  const words = actionWords(action);
  return (
    <Table.Tr>
      <Table.Td visibleFrom="sm" className={classes.when}>
        <time dateTime={at}>{dateTime(at)}</time>
      </Table.Td>
      <Table.Td className={classes.who}>
        <Text size="sm" fw={550} c="bright">
          {actorOf(event, names)}
        </Text>
        {address !== null && (
          <Text size="xs" c="dimmed">
            {address}
          </Text>
        )}
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          <time dateTime={at}>{dateTime(at)}</time>
        </Text>
      </Table.Td>
      <Table.Td>
        {words !== undefined && <Text size="sm">{words}</Text>}
        <Code>{action}</Code>
      </Table.Td>
      <Table.Td>
        <Subject event={event} names={names} />
      </Table.Td>
      <Table.Td className={classes.outcome}>
        <Outcome event={event} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {requestId !== null && (
          <Group gap={4} wrap="nowrap">
            <Code>{shortened(requestId)}</Code>
            <CopyButton value={requestId} label="Copy request id" />
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Outcome({ event: { outcome, reason } }: { event: AuditEventOutput }) {
  const words = reason === null ? undefined : reasonWords(reason);
  return (
    <>
      <DotBadge color={outcome === 'done' ? 'teal' : 'red'}>{outcome === 'done' ? 'Done' : 'Refused'}</DotBadge>
      {words !== undefined && (
        <Text size="xs" mt={4}>
          {words}
        </Text>
      )}
      {reason !== null && (
        <Text size="xs" c="dimmed" ff="monospace" mt={words === undefined ? 4 : 0}>
          {reason}
        </Text>
      )}
    </>
  );
}

function Subject({ event: { action, subjectId }, names }: { event: AuditEventOutput; names: Names }) {
  if (subjectId === null) return null;
  const page = subjectPage(action, subjectId);
  if (page !== undefined) {
    return (
      <Anchor component={Link} to={page} size="sm">
        {action.split('.')[0]} {shortened(subjectId)}
      </Anchor>
    );
  }
  const name = names.members.get(subjectId) ?? names.keys.get(subjectId);
  return name === undefined ? <Code>{shortened(subjectId)}</Code> : <Text size="sm">{name}</Text>;
}

function actorOf({ actor, actorId }: AuditEventOutput, { members, keys }: Names): string {
  switch (actor) {
    case 'member':
      return members.get(actorId ?? '') ?? 'A former member';
    case 'key':
      return `Key “${keys.get(actorId ?? '') ?? shortened(actorId ?? '')}”`;
    case 'operator':
      return 'Somebody on the server';
    case 'nobody':
      return 'Not signed in';
  }
}

/** The end of an id: those of one moment begin alike. */
function shortened(id: string): string {
  return `…${id.slice(-8)}`;
}
