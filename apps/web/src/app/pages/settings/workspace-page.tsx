import { WorkspaceSettings } from '../../../features/settings/workspace/workspace-settings.tsx';
import { useDocumentTitle } from '../../../lib/use-document-title.ts';

export function WorkspacePage() {
  useDocumentTitle('Workspace');
  return <WorkspaceSettings />;
}
