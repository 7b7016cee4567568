import { QueuesSettings } from '../../../features/settings/queues/queues-settings.tsx';
import { OnlyForOwners } from '../../../features/settings/only-for-owners.tsx';
import { useDocumentTitle } from '../../../lib/use-document-title.ts';

export function QueuesPage() {
  useDocumentTitle('Queues');
  return (
    <OnlyForOwners permission="queues.manage">
      <QueuesSettings />
    </OnlyForOwners>
  );
}
