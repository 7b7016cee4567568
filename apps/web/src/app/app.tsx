import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router-dom';

import { forgetMe } from '../features/auth/get-me.ts';
import { createQueryClient } from '../lib/create-query-client.ts';
import { MemberPages } from './member-pages.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

const router = createBrowserRouter([
  { path: '/sign-in', element: <SignInPage /> },
  { element: <MemberPages />, children: [{ path: '/', element: <OverviewPage /> }] },
  { path: '*', element: <NotFoundPage /> },
]);

export function App() {
  const [queryClient] = useState(() => createQueryClient(forgetMe));
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
