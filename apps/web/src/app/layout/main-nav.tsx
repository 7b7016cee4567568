import type { Permission } from '@herald/shared';
import { NavLink as Item, Stack, Text } from '@mantine/core';
import {
  type Icon,
  IconDatabaseImport,
  IconLayoutDashboard,
  IconSettings,
  IconSpeakerphone,
  IconTarget,
  IconUsers,
} from '@tabler/icons-react';
import { Link, useLocation } from 'react-router-dom';

import { usePermissions } from '../../lib/may.ts';
import { Logo } from './logo.tsx';
import classes from './main-nav.module.css';

interface Destination {
  to: string;
  label: string;
  icon: Icon;
  needs?: Permission;
  /** What it is called for those who may do more there. */
  labelFor?: { permission: Permission; label: string };
}

const PLACES: readonly Destination[] = [
  { to: '/', label: 'Dashboard', icon: IconLayoutDashboard },
  { to: '/campaigns', label: 'Campaigns', icon: IconSpeakerphone },
  { to: '/segments', label: 'Segments', icon: IconTarget },
  { to: '/customers', label: 'Customers', icon: IconUsers, needs: 'people.read' },
  {
    to: '/data',
    label: 'Data',
    icon: IconDatabaseImport,
    needs: 'ingestions.read',
    labelFor: { permission: 'ingestions.write', label: 'Add data' },
  },
];
const SETTINGS: Destination = { to: '/settings', label: 'Settings', icon: IconSettings };

/** Where one can go; what one may not see is not offered. @param onGo called when somebody goes there */
export function MainNav({ onGo }: { onGo?: () => void }) {
  const permissions = usePermissions();
  const places = PLACES.filter(({ needs }) => needs === undefined || permissions.includes(needs)).map((place) => ({
    ...place,
    label: place.labelFor && permissions.includes(place.labelFor.permission) ? place.labelFor.label : place.label,
  }));
  return (
    <Stack component="nav" aria-label="Main" h="100%" gap="md" p="sm">
      <Link to="/" onClick={onGo} className={classes.brand} aria-label="Herald, to the dashboard">
        <Logo />
        <Text component="span" fw={700} fz="lg">
          Herald
        </Text>
      </Link>
      <Stack gap={2} flex={1}>
        {places.map((place) => (
          <NavItem key={place.to} {...place} onGo={onGo} />
        ))}
      </Stack>
      <NavItem {...SETTINGS} onGo={onGo} />
    </Stack>
  );
}

function NavItem({ to, label, icon: Glyph, onGo }: Destination & { onGo: (() => void) | undefined }) {
  const { pathname } = useLocation();
  const isCurrent = to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`);
  return (
    <Item
      component={Link}
      to={to}
      onClick={onGo}
      label={label}
      active={isCurrent}
      aria-current={isCurrent ? 'page' : undefined}
      leftSection={<Glyph size={19} stroke={1.7} aria-hidden />}
      className={classes.item}
    />
  );
}
