import type { AiProvider, AiResult, AiTask } from '../ai-task.ts';

/** Has every task done by the task's own rules and tables: nothing leaves the machine. */
export class OfflineProvider implements AiProvider {
  readonly name = 'offline';
  readonly model = null;
  private readonly note: string | null;

  /** @param note why no model is asked, where one is set up. */
  constructor(note: string | null = null) {
    this.note = note;
  }

  async run<Input, Answer>(task: AiTask<Input, Answer>, input: Input, signal: AbortSignal): Promise<AiResult<Answer>> {
    signal.throwIfAborted();
    return {
      answer: task.offline(input),
      origin: { provider: this.name, model: this.model, note: this.note, exchanges: [] },
      rejected: [],
    };
  }
}
