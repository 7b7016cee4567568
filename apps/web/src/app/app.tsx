import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider } from 'react-router-dom';

import { forgetMe } from '../api/auth.ts';
import { createQueryClient } from '../lib/create-query-client.ts';
import { Kit } from './kit.tsx';
import { createAppRouter } from './router.tsx';

export function App() {
  const [queryClient] = useState(() => createQueryClient(forgetMe));
  const [router] = useState(createAppRouter);
  return (
    <QueryClientProvider client={queryClient}>
      <Kit>
        <RouterProvider router={router} />
      </Kit>
    </QueryClientProvider>
  );
}
