import type { ApiKeyOutput } from '@herald/shared';
import { Badge, Group, ScrollArea, Table, Text, VisuallyHidden } from '@mantine/core';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { DotBadge } from '../../../components/status-badge.tsx';
import { SCOPE_WORDS } from '../access-words.ts';
import { KeyMenu } from './key-menu.tsx';
import classes from './keys-table.module.css';

const STATE_LOOKS = {
  active: { words: 'Active', color: 'teal' },
  expired: { words: 'Expired', color: 'gray' },
  revoked: { words: 'Revoked', color: 'red' },
} as const;

interface KeysTableProps {
  keys: readonly ApiKeyOutput[];
  /** Names of members by their id. */
  makers: ReadonlyMap<string, string>;
}

export function KeysTable({ keys, makers }: KeysTableProps) {
  return (
    <ScrollArea type="auto" scrollbars="x">
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.name}>Key</Table.Th>
            <Table.Th>May</Table.Th>
            <Table.Th className={classes.state}>State</Table.Th>
            <Table.Th>Last used</Table.Th>
            <Table.Th>Expires</Table.Th>
            <Table.Th className={classes.maker}>Made by</Table.Th>
            <Table.Th className={classes.menu}>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} madeBy={makerOf(key, makers)} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function KeyRow({ apiKey, madeBy }: { apiKey: ApiKeyOutput; madeBy: string }) {
  const { name, hint, mode, scopes, state, lastUsedAt, expiresAt, revokedAt, createdAt } = apiKey;
  const { words, color } = STATE_LOOKS[state];
  return (
    <Table.Tr>
      <Table.Td className={classes.name}>
        <Group gap="xs">
          <Text size="sm" fw={550} c="bright">
            {name}
          </Text>
          {mode === 'test' && (
            <Badge size="sm" color="violet">
              Test
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" ff="monospace">
          …{hint}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{scopes.map((scope) => SCOPE_WORDS[scope]).join(', ')}</Text>
      </Table.Td>
      <Table.Td>
        <DotBadge color={color} miw="max-content">
          {words}
        </DotBadge>
      </Table.Td>
      <Table.Td className={classes.quiet}>
        {lastUsedAt === null ? 'Never' : <RelativeTime at={lastUsedAt} isFocusable={false} />}
      </Table.Td>
      <Table.Td className={classes.quiet}>
        {revokedAt !== null ? (
          <>
            Revoked <RelativeTime at={revokedAt} isFocusable={false} />
          </>
        ) : expiresAt === null ? (
          'Never'
        ) : (
          <RelativeTime at={expiresAt} isFocusable={false} />
        )}
      </Table.Td>
      <Table.Td className={`${classes.quiet} ${classes.maker}`}>
        {madeBy}, <RelativeTime at={createdAt} isFocusable={false} />
      </Table.Td>
      <Table.Td className={classes.menu}>{state === 'active' && <KeyMenu apiKey={apiKey} />}</Table.Td>
    </Table.Tr>
  );
}

function makerOf({ createdBy }: ApiKeyOutput, makers: ReadonlyMap<string, string>): string {
  if (createdBy === null) return 'On the server';
  return makers.get(createdBy) ?? 'A former member';
}
