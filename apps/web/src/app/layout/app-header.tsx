import { Burger, Drawer, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { workspaceQuery } from '../../api/workspace.ts';
import { openPalette } from '../palette/palette-state.ts';
import { AccountMenu } from './account-menu.tsx';
import classes from './app-header.module.css';
import { ColorSchemeMenu } from './color-scheme-menu.tsx';
import { MainNav } from './main-nav.tsx';

interface AppHeaderProps {
  isNavOpen: boolean;
  onOpenNav: () => void;
  onCloseNav: () => void;
}

/** Whose workspace it is, the search, and the things of one's own. */
export function AppHeader({ isNavOpen, onOpenNav, onCloseNav }: AppHeaderProps) {
  const { data: workspace } = useQuery(workspaceQuery());
  return (
    <Group h="100%" px={{ base: 'md', sm: 'xl' }} gap="sm" wrap="nowrap" justify="space-between">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Burger
          opened={isNavOpen}
          onClick={onOpenNav}
          hiddenFrom="sm"
          size="sm"
          aria-label="Open the menu"
          aria-expanded={isNavOpen}
        />
        <Text fw={600} truncate>
          {workspace?.name ?? ' '}
        </Text>
      </Group>
      <Group gap={6} wrap="nowrap">
        <SearchButton />
        <ColorSchemeMenu />
        <AccountMenu />
      </Group>
      <Drawer
        opened={isNavOpen}
        onClose={onCloseNav}
        size={272}
        padding={0}
        withCloseButton={false}
        attributes={{ content: { 'aria-label': 'Menu' } }}
        hiddenFrom="sm"
      >
        <MainNav onGo={onCloseNav} />
      </Drawer>
    </Group>
  );
}

function SearchButton() {
  return (
    <UnstyledButton className={classes.search} onClick={openPalette} aria-keyshortcuts={KEYS}>
      <IconSearch size={16} stroke={1.8} aria-hidden />
      <span className={classes.searchWords}>Search and go</span>
      <Kbd size="xs" className={classes.shortcut} aria-hidden>
        {IS_MAC ? '⌘ K' : 'Ctrl K'}
      </Kbd>
    </UnstyledButton>
  );
}

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
const KEYS = 'Control+K Meta+K';
