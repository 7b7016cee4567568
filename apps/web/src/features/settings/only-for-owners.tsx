import type { Permission } from '@herald/shared';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { EmptyState } from '../../components/empty-state.tsx';
import { useMay } from '../../lib/may.ts';

/** Whoever comes by an address that is not for them reads so, instead of a refusal of the API. */
export function OnlyForOwners({ permission, children }: { permission: Permission; children: ReactNode }) {
  if (useMay(permission)) return children;
  return (
    <EmptyState icon={IconLock} title="This is for owners">
      Ask an owner of this workspace to look at it, or to make you one.
    </EmptyState>
  );
}
