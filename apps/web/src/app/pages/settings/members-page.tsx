import { MembersSettings } from '../../../features/settings/members/members-settings.tsx';
import { OnlyForOwners } from '../../../features/settings/only-for-owners.tsx';
import { useDocumentTitle } from '../../../lib/use-document-title.ts';

export function MembersPage() {
  useDocumentTitle('Members');
  return (
    <OnlyForOwners permission="members.manage">
      <MembersSettings />
    </OnlyForOwners>
  );
}
