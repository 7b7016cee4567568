import { useHotkeys } from '@mantine/hooks';
import { type ComponentType, useEffect, useState } from 'react';

import { notify } from '../../components/notify.tsx';
import { asError } from '../../lib/api-client.ts';
import { onOpenPalette, openPalette } from './palette-state.ts';

/** Loads the command palette when somebody wants it for the first time. */
export function PaletteHost() {
  const [Palette, setPalette] = useState<ComponentType>();
  useHotkeys([['mod+K', openPalette]], [], true);
  useEffect(() => {
    if (Palette !== undefined) return undefined;
    return onOpenPalette(() => {
      import('./command-palette.tsx').then(
        ({ CommandPalette }) => setPalette(() => CommandPalette),
        (reason: unknown) => notify.failed(asError(reason), 'The search could not be loaded'),
      );
    });
  }, [Palette]);
  return Palette && <Palette />;
}
