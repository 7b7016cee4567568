import { SendingSettings } from '../../../features/settings/sending/sending-settings.tsx';
import { useDocumentTitle } from '../../../lib/use-document-title.ts';

export function SendingPage() {
  useDocumentTitle('Sending');
  return <SendingSettings />;
}
