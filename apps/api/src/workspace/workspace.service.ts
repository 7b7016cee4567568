import type { UpdateWorkspaceInput, WorkspaceOutput } from '@herald/shared';
import type { Transact, Workspace, WorkspaceRepository } from '@herald/platform';

/** What the workspace says of itself, and how its days and amounts are meant. */
export class WorkspaceService {
  private readonly workspace: WorkspaceRepository;
  private readonly transact: Transact;

  constructor(workspace: WorkspaceRepository, transact: Transact) {
    this.workspace = workspace;
    this.transact = transact;
  }

  async find(): Promise<WorkspaceOutput> {
    return toOutput(await this.workspace.read());
  }

  async update(changes: UpdateWorkspaceInput): Promise<WorkspaceOutput> {
    return this.transact(async (tx) => {
      await this.workspace.change(tx, changes);
      return toOutput(await this.workspace.read(tx));
    });
  }
}

function toOutput({ updatedAt, ...workspace }: Workspace): WorkspaceOutput {
  return { ...workspace, updatedAt: updatedAt?.toISOString() ?? null };
}
