import { KeysSettings } from '../../../features/settings/keys/keys-settings.tsx';
import { OnlyForOwners } from '../../../features/settings/only-for-owners.tsx';
import { useDocumentTitle } from '../../../lib/use-document-title.ts';

export function KeysPage() {
  useDocumentTitle('API keys');
  return (
    <OnlyForOwners permission="keys.manage">
      <KeysSettings />
    </OnlyForOwners>
  );
}
