import { AppShell, Container } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { type Location, Outlet, ScrollRestoration, useLocation } from 'react-router-dom';

import { PaletteHost } from '../palette/palette-host.tsx';
import { AppHeader } from './app-header.tsx';
import classes from './app-layout.module.css';
import { ConnectionBanner } from './connection-banner.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { MainNav } from './main-nav.tsx';
import { RouteProgress } from './route-progress.tsx';
import { StoppedBanner } from './stopped-banner.tsx';

const MAIN_ID = 'main';

/** The frame around every page for members: where one can go, who one is, and what is wrong just now. */
export function AppLayout() {
  const [isNavOpen, nav] = useDisclosure();
  const location = useLocation();
  const { pathname } = location;
  useFocusOnNewPage(pathname, keepsFocus(location.state));
  return (
    <AppShell
      layout="alt"
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: true } }}
      padding={0}
      transitionDuration={0}
      classNames={{ main: classes.main, header: classes.header, navbar: classes.navbar }}
    >
      <a className={classes.skip} href={`#${MAIN_ID}`}>
        Skip to content
      </a>
      <RouteProgress />
      <AppShell.Header>
        <AppHeader isNavOpen={isNavOpen} onOpenNav={nav.open} onCloseNav={nav.close} />
      </AppShell.Header>
      <AppShell.Navbar visibleFrom="sm">
        <MainNav />
      </AppShell.Navbar>
      <AppShell.Main id={MAIN_ID} tabIndex={-1}>
        <ConnectionBanner />
        <StoppedBanner />
        <DemoBanner />
        <Container size={1240} px={{ base: 'md', sm: 'xl' }} py={{ base: 'lg', sm: 32 }}>
          <Outlet />
        </Container>
      </AppShell.Main>
      <PaletteHost />
      <ScrollRestoration getKey={placeOf} />
    </AppShell>
  );
}

/** Pages that were loaded anew all have the same key, and would begin where another one was left. */
function placeOf({ key, pathname }: Location): string {
  return key === 'default' ? pathname : key;
}

/** Whoever listens to a page hears the new one's title; whoever uses the keyboard begins at its top. */
function useFocusOnNewPage(pathname: string, isSamePage: boolean): void {
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    if (isSamePage) return;
    const main = document.getElementById(MAIN_ID);
    (main?.querySelector<HTMLElement>('h1[tabindex]') ?? main)?.focus({ preventScroll: true });
  }, [pathname, isSamePage]);
}

/** A page that only gets another address, as a draft does once it is saved, says so when it goes there. */
function keepsFocus(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'keepsFocus' in state;
}
