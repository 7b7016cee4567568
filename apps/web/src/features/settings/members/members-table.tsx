import type { MemberOutput, Role } from '@herald/shared';
import { Badge, Button, Group, ScrollArea, Select, Table, Text, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { removeMember, updateMember } from '../../../api/members.ts';
import { confirm } from '../../../components/confirm.tsx';
import { notify } from '../../../components/notify.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { ROLE_WORDS, ROLES_UPWARDS } from '../access-words.ts';
import classes from './members-table.module.css';
import { useAfterMemberChange } from './use-after-member-change.ts';

const ROLE_CHOICES = ROLES_UPWARDS.map((role) => ({ value: role, label: ROLE_WORDS[role] }));

/** @param myId of the member who looks at it. */
export function MembersTable({ members, myId }: { members: readonly MemberOutput[]; myId: string | undefined }) {
  return (
    <ScrollArea type="auto" scrollbars="x">
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Member</Table.Th>
            <Table.Th>Role</Table.Th>
            <Table.Th>Last sign-in</Table.Th>
            <Table.Th>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((member) => (
            <MemberRow key={member.id} member={member} isMe={member.id === myId} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function MemberRow({ member, isMe }: { member: MemberOutput; isMe: boolean }) {
  return (
    <Table.Tr>
      <Table.Td className={classes.who}>
        <Group gap="xs">
          <Text size="sm" fw={550} c="bright">
            {member.name ?? member.email}
          </Text>
          {isMe && (
            <Badge size="sm" color="gray">
              You
            </Badge>
          )}
          {member.isLocal && (
            <Badge size="sm" color="orange">
              This machine
            </Badge>
          )}
        </Group>
        {member.name !== null && (
          <Text size="xs" c="dimmed">
            {member.email}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <RoleSelect member={member} isMe={isMe} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" c="dimmed" component="span">
          <WasHere member={member} />
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        <RemoveButton member={member} isMe={isMe} />
      </Table.Td>
    </Table.Tr>
  );
}

function WasHere({ member: { lastSignInAt, createdAt } }: { member: MemberOutput }) {
  if (lastSignInAt !== null) return <RelativeTime at={lastSignInAt} isFocusable={false} />;
  return (
    <>
      Not yet, invited <RelativeTime at={createdAt} isFocusable={false} />
    </>
  );
}

function RoleSelect({ member: { id, email, role }, isMe }: { member: MemberOutput; isMe: boolean }) {
  const after = useAfterMemberChange();
  const change = useMutation({
    mutationFn: (next: Role) => updateMember({ params: { id }, body: { role: next } }),
    onSuccess: async (changed) => {
      notify.done(`${email} is ${ROLE_WORDS[changed.role].toLowerCase()} now`);
      await after();
    },
  });
  const choose = (next: Role | null) => {
    if (next === null || next === role) return;
    if (!isMe) {
      change.mutate(next, { onError: (error) => notify.failed(error, 'The role was not changed') });
      return;
    }
    confirm({
      title: `Become ${ROLE_WORDS[next].toLowerCase()} yourself?`,
      children: 'You then no longer see members, keys and the audit log. Only another owner can make you one again.',
      confirmLabel: 'Change my role',
      isDangerous: true,
      onConfirm: () => change.mutateAsync(next),
    });
  };
  return (
    <Select
      aria-label={`Role of ${email}`}
      data={ROLE_CHOICES}
      value={role}
      onChange={choose}
      allowDeselect={false}
      disabled={change.isPending}
      size="xs"
      w={128}
    />
  );
}

function RemoveButton({ member: { id, email }, isMe }: { member: MemberOutput; isMe: boolean }) {
  const after = useAfterMemberChange();
  const ask = () =>
    confirm({
      title: isMe ? 'Remove yourself?' : `Remove ${email}?`,
      children: isMe
        ? 'You are signed out at once, everywhere. Only another owner can invite you again.'
        : 'They are signed out at once, everywhere, and cannot come in again unless they are invited. What they made stays, and so do their API keys.',
      confirmLabel: isMe ? 'Remove myself' : 'Remove member',
      isDangerous: true,
      onConfirm: async () => {
        await removeMember({ params: { id } });
        notify.done(`${email} was removed`);
        await after();
      },
    });
  return (
    <Button size="xs" variant="subtle" color="red" onClick={ask} aria-label={`Remove ${email}`}>
      Remove
    </Button>
  );
}
