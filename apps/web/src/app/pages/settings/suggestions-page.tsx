import { SuggestionsSettings } from '../../../features/settings/suggestions/suggestions-settings.tsx';
import { useDocumentTitle } from '../../../lib/use-document-title.ts';

export function SuggestionsPage() {
  useDocumentTitle('Suggestions');
  return <SuggestionsSettings />;
}
