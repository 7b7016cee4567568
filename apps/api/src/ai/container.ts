import {
  CampaignRepository,
  CommunicationLogRepository,
  RecipientRepository,
  SavedSegmentRepository,
} from '@herald/platform';
import type { Logger, Pool, RuleReader, WorkspaceRepository } from '@herald/platform';

import { isRehearsing } from '../access/caller.ts';
import type { Caller } from '../access/caller.ts';
import type { ApiConfig } from '../config.ts';
import type { ReadSnapshot } from '../campaigns/campaign-books.service.ts';
import type { CallInput } from '../http/route.ts';
import type { FieldCatalogueService } from '../segments/field-catalogue.service.ts';
import type { PreviewService } from '../segments/preview.service.ts';
import { aiLimitsOf, aiPricesOf, geminiSettingsOf } from './ai-config.ts';
import type { AiProvider } from './ai-task.ts';
import { AiController } from './ai.controller.ts';
import { AiUsageRepository } from './provider/ai-usage.repository.ts';
import { AiUsageService } from './provider/ai-usage.service.ts';
import type { AiCallObserver } from './provider/ai-usage.service.ts';
import { systemClock } from './provider/clock.ts';
import { GeminiClient } from './provider/gemini-client.ts';
import { GeminiProvider } from './provider/gemini-provider.ts';
import { SchemaForms } from './provider/gemini-request.ts';
import { KnownValuesRepository } from './segment-rules/known-values.repository.ts';
import { SegmentRulesController } from './segment-rules/segment-rules.controller.ts';
import { SegmentRulesService } from './segment-rules/segment-rules.service.ts';
import { LookalikesController } from './lookalikes/lookalikes.controller.ts';
import { LookalikesRepository } from './lookalikes/lookalikes.repository.ts';
import { LookalikesService } from './lookalikes/lookalikes.service.ts';
import { AudienceBriefService } from './messages/audience-brief.service.ts';
import { MessageAudienceRepository } from './messages/message-audience.repository.ts';
import { MessageSuggestionService } from './messages/message-suggestion.service.ts';
import { MessagesController } from './messages/messages.controller.ts';
import { SendTimeController } from './send-time/send-time.controller.ts';
import { SendTimeRepository } from './send-time/send-time.repository.ts';
import { SendTimeService } from './send-time/send-time.service.ts';
import { noteOnTestKey } from './provider/offline-notes.ts';
import { OfflineProvider } from './provider/offline-provider.ts';
import { CampaignFactsRepository } from './summary/campaign-facts.repository.ts';
import { SummaryController } from './summary/summary.controller.ts';
import { SummaryService } from './summary/summary.service.ts';
import { CampaignTagsController } from './tags/campaign-tags.controller.ts';
import { CampaignTagsService } from './tags/campaign-tags.service.ts';

/** What the suggestions are made with, handed in by the container of the API. */
export interface AiParts {
  config: ApiConfig;
  /** Joins the unit of work of a call, and so no network call is made while it holds a connection of it. */
  pool: Pool;
  /** Joins no unit of work: what was asked of a model is true whatever becomes of the call. */
  accessPool: Pool;
  /** Snapshots for reads that may take a moment, stopped after `PREVIEW_TIMEOUT_MS`. */
  readSnapshot: ReadSnapshot;
  /** The same for what may take as long as a preview, on its connections. */
  readAudience: ReadSnapshot;
  reader: RuleReader;
  previews: PreviewService;
  catalogue: FieldCatalogueService;
  workspace: WorkspaceRepository;
  calls: AiCallObserver;
  logger: Logger;
  now: () => Date;
}

/** Suggestions: everything that asks a model, or does without one. */
export function createAi(parts: AiParts) {
  const { provider, usage } = createProvider(parts);
  const { getAiState, listAiCalls } = new AiController(usage);
  const live = askingEndpoints(parts, provider);
  // What a test key does is stored nowhere and costs nothing, and a call of a model is counted and paid.
  const rehearsed = provider.name === 'offline' ? live : askingEndpoints(parts, new OfflineProvider(noteOnTestKey()));
  const of = ({ caller }: { caller: Caller }) => (isRehearsing(caller) ? rehearsed : live);
  return {
    endpoints: {
      getAiState,
      listAiCalls,
      suggestSegmentRules: (call: CallInput<'suggestSegmentRules'>) => of(call).suggestSegmentRules(call),
      summariseCampaign: (call: CallInput<'summariseCampaign'>) => of(call).summariseCampaign(call),
      suggestMessages: (call: CallInput<'suggestMessages'>) => of(call).suggestMessages(call),
      suggestCampaignTags: (call: CallInput<'suggestCampaignTags'>) => of(call).suggestCampaignTags(call),
      ...segmentEndpoints(parts),
    },
  };
}

/** What a model may be asked for. */
function askingEndpoints(parts: AiParts, provider: AiProvider) {
  return {
    ...ruleEndpoints(parts, provider),
    ...summaryEndpoints(parts, provider),
    ...writingEndpoints(parts, provider),
  };
}

/** Rules for whom somebody describes in words. */
function ruleEndpoints({ config, catalogue, reader, previews, readSnapshot }: AiParts, provider: AiProvider) {
  const { suggestSegmentRules } = new SegmentRulesController(
    new SegmentRulesService({
      provider,
      catalogue,
      reader,
      previews,
      knownValues: new KnownValuesRepository(),
      readSnapshot,
      timeoutMs: config.PREVIEW_TIMEOUT_MS,
    }),
  );
  return { suggestSegmentRules };
}

/** What is said of a segment by its customers alone; no model is asked. */
function segmentEndpoints({ config, readAudience, reader, workspace, now }: AiParts) {
  const common = {
    readSnapshot: readAudience,
    timeoutMs: config.PREVIEW_TIMEOUT_MS,
    segments: new SavedSegmentRepository(),
    reader,
    now,
  };
  const sendTimes = new SendTimeController(
    new SendTimeService({ ...common, workspace, times: new SendTimeRepository() }),
  );
  const lookalikes = new LookalikesController(
    new LookalikesService({ ...common, customers: new LookalikesRepository() }),
  );
  return { suggestSendTime: sendTimes.suggestSendTime, findLookalikes: lookalikes.findLookalikes };
}

/** What is said of a campaign by how its messages ended. */
function summaryEndpoints({ config, pool, readSnapshot, workspace, now }: AiParts, provider: AiProvider) {
  const { summariseCampaign } = new SummaryController(
    new SummaryService({
      campaigns: new CampaignRepository(pool),
      logs: new CommunicationLogRepository(pool),
      breakdowns: new CampaignFactsRepository(),
      workspace,
      provider,
      readSnapshot,
      timeoutMs: config.PREVIEW_TIMEOUT_MS,
      now,
    }),
  );
  return { summariseCampaign };
}

/** What is written for a campaign: its messages and its labels. */
function writingEndpoints(parts: AiParts, provider: AiProvider) {
  const { config, pool, readSnapshot, readAudience, reader, workspace } = parts;
  const briefs = new AudienceBriefService({
    segments: new SavedSegmentRepository(),
    reader,
    recipients: new RecipientRepository(pool),
    audiences: new MessageAudienceRepository(),
    knownValues: new KnownValuesRepository(),
    readSnapshot,
    readAudience,
    timeoutMs: config.PREVIEW_TIMEOUT_MS,
  });
  const { suggestMessages } = new MessagesController(new MessageSuggestionService({ briefs, workspace, provider }));
  const { suggestCampaignTags } = new CampaignTagsController(new CampaignTagsService({ briefs, provider }));
  return { suggestMessages, suggestCampaignTags };
}

/** Who answers: Gemini where it is set up, with Herald itself behind it, else Herald itself. */
function createProvider({ config, accessPool, calls, logger, now }: AiParts): {
  provider: AiProvider;
  usage: AiUsageService;
} {
  const settings = geminiSettingsOf(config);
  const offline = new OfflineProvider();
  const usage = new AiUsageService({
    usage: new AiUsageRepository(accessPool),
    limits: aiLimitsOf(config),
    prices: aiPricesOf(config),
    provider: settings === undefined ? offline : { name: 'gemini', model: settings.model },
    calls,
    now,
  });
  if (settings === undefined) return { provider: offline, usage };
  const provider = new GeminiProvider({
    client: new GeminiClient(settings, systemClock),
    usage,
    forms: new SchemaForms(),
    settings,
    clock: systemClock,
    random: Math.random,
    logger,
    offline,
  });
  return { provider, usage };
}
