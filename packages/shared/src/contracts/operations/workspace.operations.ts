import { updateWorkspaceInput, workspaceOutput } from '../workspace.ts';
import { base, BODY_REFUSALS, operations } from './operation.ts';

export const WORKSPACE_OPERATIONS = operations({
  getWorkspace: {
    ...base,
    method: 'get',
    path: '/api/workspace',
    access: 'self.read',
    tag: 'Workspace',
    summary: 'The name, time zone and currency of the workspace.',
    responses: { 200: workspaceOutput },
    refusals: [],
  },
  updateWorkspace: {
    ...base,
    method: 'patch',
    path: '/api/workspace',
    access: 'workspace.manage',
    audit: 'workspace.update',
    tag: 'Workspace',
    summary: 'Change them. Rules mean the days of the new time zone from then on.',
    body: updateWorkspaceInput,
    responses: { 200: workspaceOutput },
    refusals: [...BODY_REFUSALS],
  },
});
