import { createBrowserRouter, Navigate, type RouteObject } from 'react-router-dom';

import { NotFoundPage } from './errors/not-found-page.tsx';
import { RouteErrorPage } from './errors/route-error-page.tsx';
import { AppLayout } from './layout/app-layout.tsx';
import { MemberPages } from './member-pages.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { SplashScreen } from './splash-screen.tsx';

/** Every page is a chunk of its own, loaded when somebody goes there. */
const memberRoutes: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./pages/dashboard-page.tsx')).DashboardPage }) },
  {
    path: 'customers',
    lazy: async () => ({ Component: (await import('./pages/customers/customers-page.tsx')).CustomersPage }),
  },
  {
    path: 'customers/:id',
    lazy: async () => ({ Component: (await import('./pages/customers/customer-page.tsx')).CustomerPage }),
  },
  {
    path: 'data',
    lazy: async () => ({ Component: (await import('./pages/data/add-data-page.tsx')).AddDataPage }),
  },
  {
    path: 'data/:id',
    lazy: async () => ({ Component: (await import('./pages/data/ingestion-page.tsx')).IngestionPage }),
  },
  {
    path: 'segments',
    lazy: async () => ({ Component: (await import('./pages/segments/segments-page.tsx')).SegmentsPage }),
  },
  {
    path: 'segments/new',
    lazy: async () => ({ Component: (await import('./pages/segments/new-segment-page.tsx')).NewSegmentPage }),
  },
  {
    path: 'segments/:id',
    lazy: async () => ({ Component: (await import('./pages/segments/segment-page.tsx')).SegmentPage }),
  },
  {
    path: 'campaigns',
    lazy: async () => ({ Component: (await import('./pages/campaigns/campaigns-page.tsx')).CampaignsPage }),
  },
  {
    path: 'campaigns/new',
    lazy: async () => ({ Component: (await import('./pages/campaigns/new-campaign-page.tsx')).NewCampaignPage }),
  },
  {
    path: 'campaigns/:id/edit',
    lazy: async () => ({ Component: (await import('./pages/campaigns/edit-campaign-page.tsx')).EditCampaignPage }),
  },
  {
    path: 'campaigns/:id',
    lazy: async () => ({ Component: (await import('./pages/campaigns/campaign-page.tsx')).CampaignPage }),
  },
  {
    path: 'settings',
    lazy: async () => ({ Component: (await import('./pages/settings/settings-layout.tsx')).SettingsLayout }),
    children: [
      { index: true, element: <Navigate to="workspace" replace /> },
      {
        path: 'workspace',
        lazy: async () => ({ Component: (await import('./pages/settings/workspace-page.tsx')).WorkspacePage }),
      },
      {
        path: 'members',
        lazy: async () => ({ Component: (await import('./pages/settings/members-page.tsx')).MembersPage }),
      },
      {
        path: 'keys',
        lazy: async () => ({ Component: (await import('./pages/settings/keys-page.tsx')).KeysPage }),
      },
      {
        path: 'sending',
        lazy: async () => ({ Component: (await import('./pages/settings/sending-page.tsx')).SendingPage }),
      },
      {
        path: 'suggestions',
        lazy: async () => ({ Component: (await import('./pages/settings/suggestions-page.tsx')).SuggestionsPage }),
      },
      {
        path: 'audit',
        lazy: async () => ({ Component: (await import('./pages/settings/audit-page.tsx')).AuditPage }),
      },
      {
        path: 'queues',
        lazy: async () => ({ Component: (await import('./pages/settings/queues-page.tsx')).QueuesPage }),
      },
    ],
  },
  { path: '*', element: <NotFoundPage /> },
];

export const routes: RouteObject[] = [
  {
    errorElement: <RouteErrorPage isWholePage />,
    hydrateFallbackElement: <SplashScreen />,
    children: [
      { path: '/sign-in', element: <SignInPage /> },
      {
        element: <MemberPages />,
        children: [
          {
            element: <AppLayout />,
            // A page that crashes leaves the way to the others.
            children: [{ errorElement: <RouteErrorPage />, children: memberRoutes }],
          },
        ],
      },
    ],
  },
];

export const createAppRouter = () => createBrowserRouter(routes);
