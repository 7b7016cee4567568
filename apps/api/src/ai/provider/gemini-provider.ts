import type { AiProvider, AiResult, AiTask } from '../ai-task.ts';
import { GeminiInquiry } from './gemini-inquiry.ts';
import type { InquiryDeps, Reply } from './gemini-inquiry.ts';
import type { Turn } from './gemini-request.ts';
import { noteOnComplaints, noteOnForm } from './offline-notes.ts';
import type { OfflineProvider } from './offline-provider.ts';

/** As much of a bad answer as the model is shown again. */
const MAX_SHOWN_LENGTH = 10_000;

/** An answer of the right form, and what is wrong with it all the same. */
interface Judged<Answer> {
  answer: Answer;
  complaints: string[];
}

/**
 * Has tasks done by Gemini. What is wrong with an answer is shown to it once; what is wrong with the
 * second one too is taken out where the task can do that, else Herald answers by itself.
 */
export class GeminiProvider implements AiProvider {
  readonly name = 'gemini';
  readonly model: string;
  private readonly deps: InquiryDeps;
  private readonly offline: OfflineProvider;

  constructor(deps: InquiryDeps & { offline: OfflineProvider }) {
    this.model = deps.settings.model;
    this.deps = deps;
    this.offline = deps.offline;
  }

  async run<Input, Answer>(task: AiTask<Input, Answer>, input: Input, signal: AbortSignal): Promise<AiResult<Answer>> {
    const inquiry = new GeminiInquiry(this.deps, signal);
    const question: Turn = { role: 'user', text: JSON.stringify({ data: task.dataOf(input) }) };
    const rejected: Judged<Answer>[] = [];
    const judge = (reply: Reply<Answer>): Judged<Answer> | undefined => {
      if (reply.kind !== 'answer') return undefined;
      const judged = { answer: reply.answer, complaints: task.complaintsAbout(reply.answer, input) };
      if (judged.complaints.length > 0) rejected.push(judged);
      return judged;
    };
    const byGemini = (answer: Answer): AiResult<Answer> => ({
      answer,
      origin: { provider: this.name, model: this.model, note: null, exchanges: inquiry.exchanges },
      rejected,
    });

    const first = await inquiry.ask(task, [question]);
    const judged = judge(first);
    if (judged?.complaints.length === 0) return byGemini(judged.answer);
    const second = first.kind === 'none' ? first : await inquiry.ask(task, [question, ...repairOf(first, judged)]);
    const repaired = first.kind === 'none' ? undefined : judge(second);
    if (repaired?.complaints.length === 0) return byGemini(repaired.answer);

    const kept = this.salvage(task, input, rejected);
    if (kept !== undefined) return byGemini(kept.answer);
    const { answer, origin } = await this.offline.run(task, input, signal);
    return { answer, origin: { ...origin, note: noteOn(second), exchanges: inquiry.exchanges }, rejected };
  }

  /** What can be kept of the newest answer of which anything can: it must be free of complaints. */
  private salvage<Input, Answer>(
    task: AiTask<Input, Answer>,
    input: Input,
    rejected: readonly Judged<Answer>[],
  ): { answer: Answer } | undefined {
    for (const { answer } of rejected.toReversed()) {
      const kept = task.salvage?.(answer, input);
      if (kept !== undefined && task.complaintsAbout(kept, input).length === 0) return { answer: kept };
    }
    return undefined;
  }
}

/** The turns that show the model its answer and what is wrong with it. */
function repairOf<Answer>(reply: Exclude<Reply<Answer>, { kind: 'none' }>, judged: Judged<Answer> | undefined): Turn[] {
  const problems = reply.kind === 'malformed' ? reply.problems : (judged?.complaints ?? []);
  return [
    { role: 'model', text: reply.text.slice(0, MAX_SHOWN_LENGTH) },
    { role: 'user', text: JSON.stringify({ problems }) },
  ];
}

function noteOn<Answer>(reply: Reply<Answer>): string {
  switch (reply.kind) {
    case 'none':
      return reply.note;
    case 'malformed':
      return noteOnForm();
    case 'answer':
      return noteOnComplaints();
  }
}
