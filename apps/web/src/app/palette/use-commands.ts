import type { Permission } from '@herald/shared';
import { useMantineColorScheme } from '@mantine/core';
import {
  type Icon,
  IconActivity,
  IconDatabaseImport,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconLogout,
  IconPlayerStop,
  IconPlus,
  IconSend,
  IconSettings,
  IconSparkles,
  IconSpeakerphone,
  IconSunMoon,
  IconTarget,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useNavigate } from 'react-router-dom';

import { usePermissions } from '../../lib/may.ts';
import { useSignOut } from '../use-sign-out.ts';

export interface Command {
  id: string;
  label: string;
  description?: string | undefined;
  /** Other words that find it. */
  keywords?: string;
  icon: Icon;
  run: () => void;
}

interface Place {
  to: string;
  label: string;
  icon: Icon;
  needs?: Permission;
  keywords?: string;
}

const ACTIONS: readonly Place[] = [
  { to: '/campaigns/new', label: 'New campaign', icon: IconPlus, needs: 'campaigns.write', keywords: 'send message' },
  { to: '/segments/new', label: 'New segment', icon: IconPlus, needs: 'segments.write', keywords: 'audience rules' },
  {
    to: '/segments/new?describe=yes',
    label: 'Describe an audience in words',
    icon: IconSparkles,
    needs: 'ai.ask',
    keywords: 'suggest segment ai gemini rules',
  },
  {
    to: '/data',
    label: 'Add data',
    icon: IconDatabaseImport,
    needs: 'ingestions.write',
    keywords: 'import csv upload',
  },
  {
    to: '/settings/sending',
    label: 'Stop or start all sending',
    icon: IconPlayerStop,
    needs: 'delivery.control',
    keywords: 'pause emergency vendor',
  },
];

const PAGES: readonly Place[] = [
  { to: '/', label: 'Dashboard', icon: IconLayoutDashboard, keywords: 'home overview' },
  { to: '/campaigns', label: 'Campaigns', icon: IconSpeakerphone, keywords: 'history' },
  { to: '/segments', label: 'Segments', icon: IconTarget, keywords: 'audiences' },
  { to: '/customers', label: 'Customers', icon: IconUsers, needs: 'people.read' },
  { to: '/settings/workspace', label: 'Workspace settings', icon: IconSettings, keywords: 'currency time zone name' },
  {
    to: '/settings/members',
    label: 'Members',
    icon: IconUsersGroup,
    needs: 'members.manage',
    keywords: 'invite roles',
  },
  { to: '/settings/keys', label: 'API keys', icon: IconKey, needs: 'keys.manage', keywords: 'token' },
  { to: '/settings/sending', label: 'Sending', icon: IconSend, keywords: 'vendor delivery workers' },
  {
    to: '/settings/suggestions',
    label: 'Suggestions',
    icon: IconSparkles,
    needs: 'reports.read',
    keywords: 'ai gemini model privacy cost tokens',
  },
  { to: '/settings/audit', label: 'Audit log', icon: IconHistory, needs: 'audit.read' },
  { to: '/settings/queues', label: 'Queues', icon: IconActivity, needs: 'queues.manage', keywords: 'jobs bull board' },
];

/** What the palette offers by itself: actions and pages, of those that one may use. */
export function useCommands(): { name: string; items: Command[] }[] {
  const permissions = usePermissions();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { toggleColorScheme } = useMantineColorScheme();
  const offered = (places: readonly Place[]): Command[] =>
    places
      .filter(({ needs }) => needs === undefined || permissions.includes(needs))
      .map(({ to, ...place }) => ({ ...place, id: `${place.label} ${to}`, run: () => void navigate(to) }));
  return [
    { name: 'Pages', items: offered(PAGES) },
    {
      name: 'Actions',
      items: [
        ...offered(ACTIONS),
        {
          id: 'color-scheme',
          label: 'Toggle colour scheme',
          keywords: 'dark light mode color theme',
          icon: IconSunMoon,
          run: toggleColorScheme,
        },
        { id: 'sign-out', label: 'Sign out', keywords: 'log out leave', icon: IconLogout, run: () => signOut.mutate() },
      ],
    },
  ];
}
