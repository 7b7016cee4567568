import { createHash } from 'node:crypto';

import { DomainError } from '@herald/shared';
import type { AiOrigin, SummariseCampaignOutput } from '@herald/shared';
import type { CampaignRepository, CommunicationLogRepository, Queryable, WorkspaceRepository } from '@herald/platform';

import type { ReadSnapshot } from '../../campaigns/campaign-books.service.ts';
import { explainStopped } from '../../segments/stopped-query.ts';
import type { AiProvider, AiResult } from '../ai-task.ts';
import { MIN_SHARED_BY } from '../private-data.ts';
import type { CampaignFactsRepository } from './campaign-facts.repository.ts';
import { factsOf, MOST_CITIES } from './campaign-facts.ts';
import type { CampaignFacts } from './campaign-facts.ts';
import { fillIn } from './fill-in.ts';
import { SharedAnswers } from './shared-answers.ts';
import { ROUND_AMOUNTS } from './spend-bands.ts';
import { SUMMARY_TASK } from './summary-task.ts';
import type { SummaryAnswer } from './summary-task.ts';

/** Each is some ten kilobytes: the text, and what was said to the model for it. */
const MOST_ANSWERS = 200;
const AMOUNTS = ROUND_AMOUNTS.map((majorUnits) => BigInt(majorUnits) * 100n);
const NOT_FINAL =
  'The model is asked once the last message has ended. Until then the numbers still change, and Herald writes the text itself.';

interface ReadCampaign {
  name: string;
  facts: CampaignFacts;
}

/** Says in a paragraph what became of a campaign. */
export class SummaryService {
  private readonly campaigns: CampaignRepository;
  private readonly logs: CommunicationLogRepository;
  private readonly breakdowns: CampaignFactsRepository;
  private readonly workspace: WorkspaceRepository;
  private readonly provider: AiProvider;
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;
  private readonly now: () => Date;
  private readonly answers = new SharedAnswers<AiResult<SummaryAnswer>>(MOST_ANSWERS, isWorthKeeping);

  constructor(deps: {
    campaigns: CampaignRepository;
    logs: CommunicationLogRepository;
    breakdowns: CampaignFactsRepository;
    workspace: WorkspaceRepository;
    provider: AiProvider;
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
    now: () => Date;
  }) {
    this.campaigns = deps.campaigns;
    this.logs = deps.logs;
    this.breakdowns = deps.breakdowns;
    this.workspace = deps.workspace;
    this.provider = deps.provider;
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
    this.now = deps.now;
  }

  /**
   * @param signal stops the count in PostgreSQL, and the model unless somebody else waits for the same.
   * @throws DomainError `not_found`, `conflict` before the launch, or `timed_out`
   */
  async summarise(id: string, signal: AbortSignal): Promise<SummariseCampaignOutput> {
    const asOf = this.now().toISOString();
    const reading = this.readSnapshot(signal, (db) => this.read(db, id));
    const { name, facts } = await explainStopped(this.timeoutMs, 'try again later', reading);
    const { answer, origin, rejected } = facts.isFinal ? await this.ask(id, facts, signal) : this.write(facts);
    const last = origin.provider === 'offline' ? rejected.at(-1) : undefined;
    return {
      text: fillIn(answer.text, facts.facts, name),
      isFinal: facts.isFinal,
      asOf,
      facts: facts.facts,
      rejected: last ? { text: fillIn(last.answer.text, facts.facts, name), complaints: last.complaints } : null,
      origin,
    };
  }

  private async read(db: Queryable, id: string): Promise<ReadCampaign> {
    const campaign = await this.campaigns.findById(id, db);
    if (campaign === undefined) throw new DomainError('not_found', `there is no campaign ${id}`);
    const { launchedAt } = campaign;
    if (launchedAt === null) throw new DomainError('conflict', 'it was not launched, so there is nothing to summarise');
    const rows = await this.logs.countRows(id, db);
    const breakdowns = await this.breakdowns.count(db, id, {
      amounts: AMOUNTS,
      // Not each can be named in a text.
      mostCities: 2 * MOST_CITIES,
      leastShared: MIN_SHARED_BY,
    });
    const { currency, timeZone } = await this.workspace.read(db);
    return { name: campaign.name, facts: factsOf({ ...campaign, launchedAt, rows, breakdowns, currency, timeZone }) };
  }

  /** Whoever asks while nothing has changed is given what the model said before. */
  private ask(id: string, facts: CampaignFacts, signal: AbortSignal): Promise<AiResult<SummaryAnswer>> {
    const key = createHash('sha256')
      .update(JSON.stringify([id, this.provider.model, facts]))
      .digest('hex');
    return this.answers.get(key, signal, (shared) => this.provider.run(SUMMARY_TASK, facts, shared));
  }

  private write(facts: CampaignFacts): AiResult<SummaryAnswer> {
    const note = this.provider.name === 'offline' ? null : NOT_FINAL;
    const origin: AiOrigin = { provider: 'offline', model: null, note, exchanges: [] };
    return { answer: SUMMARY_TASK.offline(facts), origin, rejected: [] };
  }
}

/** What a model said, be it let pass or not: it would be paid for again. Not that it could not be reached. */
function isWorthKeeping({ origin }: AiResult<SummaryAnswer>): boolean {
  const last = origin.exchanges.at(-1)?.outcome;
  return last === 'answered' || last === 'malformed' || last === 'refused';
}
