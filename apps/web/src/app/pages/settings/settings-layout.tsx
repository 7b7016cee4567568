import type { Permission } from '@herald/shared';
import { Box, Tabs } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router-dom';

import { PageHeader } from '../../../components/page-header.tsx';
import { usePermissions } from '../../../lib/may.ts';

interface SettingsTab {
  value: string;
  label: string;
  needs?: Permission;
}

const TABS: readonly SettingsTab[] = [
  { value: 'workspace', label: 'Workspace' },
  { value: 'members', label: 'Members', needs: 'members.manage' },
  { value: 'keys', label: 'API keys', needs: 'keys.manage' },
  { value: 'sending', label: 'Sending', needs: 'reports.read' },
  { value: 'suggestions', label: 'Suggestions', needs: 'reports.read' },
  { value: 'audit', label: 'Audit log', needs: 'audit.read' },
  { value: 'queues', label: 'Queues', needs: 'queues.manage' },
];

/** The settings that one may see, as tabs; each is an address of its own. */
export function SettingsLayout() {
  const permissions = usePermissions();
  const navigate = useNavigate();
  const current = useLocation().pathname.split('/')[2] ?? 'workspace';
  const row = useRef<HTMLDivElement>(null);
  // On a narrow screen the tab of a page may be beyond the edge.
  useEffect(() => {
    row.current?.querySelector(`[data-tab="${current}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  const tabs = TABS.filter(({ needs }) => needs === undefined || permissions.includes(needs));
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs value={current} onChange={(value) => value !== null && void navigate(`/settings/${value}`)}>
        <Box ref={row} style={{ overflowX: 'auto' }}>
          <Tabs.List style={{ flexWrap: 'nowrap' }} aria-label="Settings">
            {tabs.map(({ value, label }) => (
              <Tabs.Tab key={value} value={value} data-tab={value}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Box>
        <Tabs.Panel value={current} pt="lg">
          <Outlet />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
