import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';

import { cspNonce } from '../lib/csp-nonce.ts';
import { cssVariables, heraldTheme } from './theme.ts';

/** What the components of the kit need around them. @param env `test` leaves transitions out. */
export function Kit({ children, env = 'default' }: { children: ReactNode; env?: 'default' | 'test' }) {
  return (
    <MantineProvider
      theme={heraldTheme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={cspNonce}
      env={env}
    >
      {children}
    </MantineProvider>
  );
}
