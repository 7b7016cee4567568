import type { CampaignRecipient } from '@herald/shared';
import { ActionIcon, Anchor, Group, Stack, Table, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, useId, useState } from 'react';
import { Link } from 'react-router-dom';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { MessageStatusBadge } from '../../../components/status-badge.tsx';
import { EXCLUSION_WORDS } from '../../../lib/campaign-words.ts';
import { MessageCard } from '../message-card.tsx';
import { failureInWords } from './failure-words.ts';
import classes from './recipients-table.module.css';

interface RecipientsTableProps {
  recipients: readonly CampaignRecipient[];
  /** Whether the names and the texts are there. */
  withPeople: boolean;
  isStale: boolean;
}

export function RecipientsTable({ recipients, withPeople, isStale }: RecipientsTableProps) {
  return (
    <Table layout="fixed" aria-label="Recipients" aria-busy={isStale} className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          {withPeople && <Table.Th pl="lg">Person</Table.Th>}
          <Table.Th w={160} visibleFrom={withPeople ? 'sm' : undefined} pl={withPeople ? undefined : 'lg'}>
            State
          </Table.Th>
          <Table.Th w={140} visibleFrom="sm">
            When
          </Table.Th>
          <Table.Th visibleFrom={withPeople ? 'md' : undefined}>{withPeople ? 'Message' : 'Why'}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {recipients.map((recipient) => (
          <Row key={recipient.id} recipient={recipient} withPeople={withPeople} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ recipient, withPeople }: { recipient: CampaignRecipient; withPeople: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const why = whyOf(recipient);
  // Who was left out or held out has an empty one.
  const message = recipient.personalizedMessage || null;
  const color = recipient.failureClass === null ? 'dimmed' : 'red';
  return (
    <Fragment>
      <Table.Tr>
        {withPeople && (
          <Table.Td pl="lg">
            <Person recipient={recipient} />
            <Group gap={8} mt={6} hiddenFrom="sm">
              <MessageStatusBadge status={recipient.status} size="sm" />
              {why !== undefined && (
                <Text size="xs" c="dimmed">
                  {why}
                </Text>
              )}
              {message !== null && (
                <Toggle isOpen={isOpen} onToggle={() => setOpen(!isOpen)} id={id} recipient={recipient} />
              )}
            </Group>
          </Table.Td>
        )}
        <Table.Td visibleFrom={withPeople ? 'sm' : undefined} pl={withPeople ? undefined : 'lg'}>
          <MessageStatusBadge status={recipient.status} />
        </Table.Td>
        <Table.Td visibleFrom="sm">
          <Text size="sm" c="dimmed">
            <RelativeTime at={lastOf(recipient)} isFocusable={false} />
          </Text>
        </Table.Td>
        <Table.Td visibleFrom={withPeople ? 'md' : undefined}>
          {withPeople && message !== null ? (
            <Group gap={4} wrap="nowrap">
              <Toggle isOpen={isOpen} onToggle={() => setOpen(!isOpen)} id={id} recipient={recipient} />
              <Stack gap={0} miw={0}>
                <Text size="sm" truncate>
                  {message}
                </Text>
                {why !== undefined && (
                  <Text size="xs" c={color} truncate title={why}>
                    {why}
                  </Text>
                )}
              </Stack>
            </Group>
          ) : (
            <Text size="sm" c="dimmed" truncate>
              {why ?? ''}
            </Text>
          )}
        </Table.Td>
      </Table.Tr>
      {isOpen && message !== null && (
        <Table.Tr id={id} className={classes.opened}>
          <Table.Td colSpan={4} px="lg">
            <MessageCard message={message} label={`Whole message to ${nameOf(recipient)}`} />
            {why !== undefined && (
              <Text size="sm" c={color} mt="xs">
                {why}
              </Text>
            )}
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}

interface ToggleProps {
  isOpen: boolean;
  onToggle: () => void;
  /** Of what it opens. */
  id: string;
  recipient: CampaignRecipient;
}

function Toggle({ isOpen, onToggle, id, recipient }: ToggleProps) {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <ActionIcon
      size="sm"
      onClick={onToggle}
      aria-expanded={isOpen}
      aria-controls={isOpen ? id : undefined}
      aria-label={`Message to ${nameOf(recipient)}`}
    >
      <Chevron size={16} aria-hidden />
    </ActionIcon>
  );
}

function Person({ recipient }: { recipient: CampaignRecipient }) {
  const { customer, customerId } = recipient;
  const address = customer?.email ?? customer?.phone;
  return (
    <Stack gap={0} miw={0}>
      <Anchor component={Link} to={`/customers/${customerId}`} size="sm" fw={500} truncate>
        {nameOf(recipient)}
      </Anchor>
      {address !== undefined && address !== null && address !== nameOf(recipient) && (
        <Text size="xs" c="dimmed" truncate>
          {address}
        </Text>
      )}
    </Stack>
  );
}

function nameOf({ customer }: CampaignRecipient): string {
  return customer?.name ?? customer?.email ?? customer?.phone ?? 'Somebody without a name';
}

/** Why it did not arrive, with what the vendor said of it. */
function whyOf({ exclusionReason, failureClass, failureReason }: CampaignRecipient): string | undefined {
  if (exclusionReason !== null) return EXCLUSION_WORDS[exclusionReason];
  if (failureClass === null) return undefined;
  return failureInWords(failureClass, failureReason);
}

/** When the latest thing happened to it. */
function lastOf({ sentAt, failedAt, cancelledAt, acceptedAt, claimedAt, createdAt }: CampaignRecipient): string {
  return sentAt ?? failedAt ?? cancelledAt ?? acceptedAt ?? claimedAt ?? createdAt;
}
