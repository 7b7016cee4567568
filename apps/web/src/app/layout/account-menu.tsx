import type { Role } from '@herald/shared';
import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout, IconSettings } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { useMe } from '../../api/auth.ts';
import { useSignOut } from '../use-sign-out.ts';
import classes from './account-menu.module.css';

const ROLE_WORDS: Readonly<Record<Role, string>> = { owner: 'Owner', marketer: 'Marketer', analyst: 'Analyst' };

/** Who has signed in, and the way out. */
export function AccountMenu() {
  const member = useMe().data?.member;
  const signOut = useSignOut();
  if (!member) return null;
  const name = member.name ?? member.email;
  return (
    <Menu width={240} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${name}`} ml={4} style={{ borderRadius: '50%' }}>
          <Avatar color="ink" size={34}>
            <span className={classes.initials} data-initials={initialsOf(name)} />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label component="div">
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {name}
          </Text>
          {member.name !== null && (
            <Text size="xs" truncate>
              {member.email}
            </Text>
          )}
          <Text size="xs">{ROLE_WORDS[member.role]}</Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} />}>
          Settings
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()} disabled={signOut.isPending}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const [first = '', last = ''] = name.split(/[\s.@]+/);
  return `${first.charAt(0)}${last.charAt(0)}`.toUpperCase();
}
