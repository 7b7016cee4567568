import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router-dom';

import { NotFoundPage } from './not-found-page.tsx';
import { OverviewPage } from './overview-page.tsx';

const router = createBrowserRouter([
  { path: '/', element: <OverviewPage /> },
  { path: '*', element: <NotFoundPage /> },
]);

export function App() {
  const [queryClient] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1 } } }));
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
