import { Container } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { Navigate, Outlet } from 'react-router-dom';

import { useMe } from '../api/auth.ts';
import { deliveryStateQuery } from '../api/delivery.ts';
import { workspaceQuery } from '../api/workspace.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { createFormats, DEFAULT_FORMATS, FormatsContext } from '../lib/formats.ts';
import { PermissionsContext } from '../lib/may.ts';
import { SplashScreen } from './splash-screen.tsx';

const Overlays = lazy(async () => ({ default: (await import('./overlays.tsx')).Overlays }));

/** Around every page that is for members; whoever is none goes to the sign-in page. */
export function MemberPages() {
  const { data: me, error, isFetching, refetch } = useMe();
  const { data: workspace, isFetched: isWorkspaceAsked } = useQuery({ ...workspaceQuery(), enabled: Boolean(me) });
  // Asked for here too, so that the page does not move when its banner comes.
  const { isFetched: isDeliveryAsked } = useQuery({ ...deliveryStateQuery(), enabled: Boolean(me) });
  const timeZone = workspace?.timeZone ?? DEFAULT_FORMATS.timeZone;
  const currency = workspace?.currency ?? DEFAULT_FORMATS.currency;
  const formats = useMemo(() => createFormats({ timeZone, currency }), [timeZone, currency]);
  if (me === null) return <Navigate to="/sign-in" replace />;
  if (me) {
    // Answered once, well or not: a page that went away while one of them is asked again would ask anew as it comes back.
    if (!isWorkspaceAsked || !isDeliveryAsked) return <SplashScreen />;
    return (
      <PermissionsContext value={me.permissions}>
        <FormatsContext value={formats}>
          <Outlet />
          <Suspense>
            <Overlays />
          </Suspense>
        </FormatsContext>
      </PermissionsContext>
    );
  }
  if (!error) return <SplashScreen />;
  return (
    <Container component="main" size="xs" py={80}>
      <ErrorNotice
        title="Herald could not be asked who you are"
        error={error}
        isRetrying={isFetching}
        onRetry={() => void refetch()}
      />
    </Container>
  );
}
