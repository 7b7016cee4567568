import { permissionsOf, type Permission } from '@herald/shared';
import { notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { createMemoryRouter, Outlet, RouterProvider } from 'react-router-dom';

import { Kit } from '../app/kit.tsx';
import { Overlays } from '../app/overlays.tsx';
import { createFormats, FormatsContext } from '../lib/formats.ts';
import { PermissionsContext } from '../lib/may.ts';

const formats = createFormats({ timeZone: 'UTC', currency: 'USD', locale: 'en-US' });

interface RenderOptions {
  /** Where one is; the page is shown at `path`. */
  address?: string;
  /** With its parameters, as `/customers/:id`. */
  path?: string;
  /** Those of an owner unless they are given. */
  permissions?: readonly Permission[];
}

/**
 * Renders one page as a member sees it, without the frame around it: kit, queries that ask once,
 * router, permissions, formats (UTC, USD, en-US). Other addresses show "Elsewhere".
 */
export function renderPage(page: ReactElement, options: RenderOptions = {}) {
  const { address = '/', path = address.split('?')[0] ?? '/' } = options;
  const { permissions = permissionsOf({ role: 'owner' }) } = options;
  // They are kept outside of React, so that those of the test before would still be there.
  notifications.clean();
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });
  const router = createMemoryRouter(
    [
      {
        element: <PageWithOverlays />,
        children: [
          { path, element: page },
          { path: '*', element: <h1>Elsewhere</h1> },
        ],
      },
    ],
    { initialEntries: [address] },
  );
  render(
    <QueryClientProvider client={queryClient}>
      <Kit env="test">
        <PermissionsContext value={permissions}>
          <FormatsContext value={formats}>
            <RouterProvider router={router} />
          </FormatsContext>
        </PermissionsContext>
      </Kit>
    </QueryClientProvider>,
  );
  const currentAddress = () => router.state.location.pathname + router.state.location.search;
  const settled = () =>
    waitFor(() => {
      if (queryClient.isFetching() > 0) throw new Error('not every query is answered');
    });
  return { router, queryClient, currentAddress, settled };
}

function PageWithOverlays() {
  return (
    <>
      <Outlet />
      <Overlays />
    </>
  );
}
