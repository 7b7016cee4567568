import { IconLock } from '@tabler/icons-react';

import { EmptyState } from '../../../components/empty-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';

/** In place of customers, for whoever may see figures only. */
export function NotWithYourRole() {
  return (
    <>
      <PageHeader title="Customers" description="Everybody a message can reach." />
      <EmptyState icon={IconLock} title="Not with your role">
        Your role shows figures, and no people. An owner of this workspace can change that.
      </EmptyState>
    </>
  );
}
