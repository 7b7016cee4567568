import { IconFlask } from '@tabler/icons-react';

import { useMe } from '../../api/auth.ts';
import { Banner } from './banner.tsx';

/** A word of warning while it is nobody in particular who has signed in. */
export function DemoBanner() {
  if (useMe().data?.isLocal !== true) return null;
  return (
    <Banner color="gray" icon={IconFlask}>
      Demo sign-in: whoever is on this machine is an owner here. Never in production.
    </Banner>
  );
}
