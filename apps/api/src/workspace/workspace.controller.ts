import type { CallInput, Reply } from '../http/route.ts';
import type { WorkspaceService } from './workspace.service.ts';

export class WorkspaceController {
  private readonly service: WorkspaceService;

  constructor(service: WorkspaceService) {
    this.service = service;
  }

  getWorkspace = async (): Promise<Reply<'getWorkspace'>> => ({ status: 200, body: await this.service.find() });

  updateWorkspace = async ({ body }: CallInput<'updateWorkspace'>): Promise<Reply<'updateWorkspace'>> => ({
    status: 200,
    body: await this.service.update(body),
  });
}
