import { AuditLog } from '../../../features/settings/audit/audit-log.tsx';
import { OnlyForOwners } from '../../../features/settings/only-for-owners.tsx';
import { useDocumentTitle } from '../../../lib/use-document-title.ts';

export function AuditPage() {
  useDocumentTitle('Audit log');
  return (
    <OnlyForOwners permission="audit.read">
      <AuditLog />
    </OnlyForOwners>
  );
}
