import { DomainError, requireSendableTemplate, parseMessageTemplate, toMajorUnits } from '@herald/shared';
import type {
  AudienceMember,
  MessageTemplate,
  PreviewCampaignInput,
  PreviewCampaignOutput,
  VariableUse,
} from '@herald/shared';
import { compileResolved, exclusionOf, isHeldOut, readSegment, renderMessage } from '@herald/platform';
import type {
  CampaignRepository,
  CompiledRules,
  Queryable,
  Recipient,
  RecipientForecast,
  RecipientRepository,
  RuleReader,
  SavedSegment,
  SavedSegmentRepository,
} from '@herald/platform';

import { selectIds } from '../segments/audience-queries.ts';
import { explainStopped } from '../segments/stopped-query.ts';
import type { ReadSnapshot } from './campaign-books.service.ts';

type Example = NonNullable<PreviewCampaignOutput['example']>;
type CountedUse = PreviewCampaignOutput['missing'][number];

/** Says what a launch would do, before anybody launches anything. */
export class CampaignPreviewService {
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;
  private readonly segments: SavedSegmentRepository;
  private readonly campaigns: CampaignRepository;
  private readonly reader: RuleReader;
  private readonly recipients: RecipientRepository;

  constructor(deps: {
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
    segments: SavedSegmentRepository;
    campaigns: CampaignRepository;
    reader: RuleReader;
    recipients: RecipientRepository;
  }) {
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
    this.segments = deps.segments;
    this.campaigns = deps.campaigns;
    this.reader = deps.reader;
    this.recipients = deps.recipients;
  }

  /**
   * Counts who would get the message and who not, at one instant, and writes it for one customer.
   *
   * @param signal stops the count in PostgreSQL.
   * @throws DomainError `not_found`, `conflict` when the rules of the segment are no longer understood, `timed_out`
   */
  preview(input: PreviewCampaignInput, signal: AbortSignal): Promise<PreviewCampaignOutput> {
    const { template, templateError } = readTemplate(input.messageTemplate);
    const reading = this.readSnapshot(signal, async (db) => {
      const segment = await this.find(db, input);
      // Also of a static one, whose launch would be refused.
      const { resolved, context } = await readSegment(this.reader, segment, db);
      const audience: CompiledRules =
        segment.kind === 'dynamic' ? compileResolved(resolved) : selectIds({ kind: 'static', segmentId: segment.id });
      const uses = template?.findUses() ?? [];
      const forecast = await this.recipients.forecast(db, audience, policyOf(input), {
        paths: uses.map(({ path }) => path),
        customerId: input.customerId,
        frozenSize: segment.kind === 'static' ? segment.audienceSize : undefined,
      });
      const shown = await this.findShown(db, input.customerId ?? forecast.firstRecipientId);
      return {
        ...countsOf(input, forecast, uses),
        templateError,
        example: shown === undefined ? null : exampleOf(shown, input, forecast, template, context.timeZone),
      };
    });
    return explainStopped(this.timeoutMs, 'try again, or narrow the rules of its segment down', reading);
  }

  private async find(db: Queryable, { segmentId, campaignId }: PreviewCampaignInput): Promise<SavedSegment> {
    const segment = await this.segments.findById(db, segmentId);
    if (segment === undefined) throw notFound('segment', 'segmentId', segmentId);
    if (campaignId !== undefined && (await this.campaigns.findById(campaignId, db)) === undefined)
      throw notFound('campaign', 'campaignId', campaignId);
    return segment;
  }

  /** @param id of the customer who was asked for, or of whom there is to show. */
  private async findShown(db: Queryable, id: string | undefined): Promise<Recipient | undefined> {
    if (id === undefined) return undefined;
    const [recipient] = await this.recipients.findMany([id], db);
    if (recipient === undefined) throw notFound('customer', 'customerId', id);
    return recipient;
  }
}

function notFound(what: string, path: string, id: string): DomainError {
  const message = `there is no ${what} ${id}`;
  return new DomainError('not_found', message, [{ path, message }]);
}

function readTemplate(text: string): { template?: MessageTemplate; templateError: string | null } {
  try {
    requireSendableTemplate(text);
    return { template: parseMessageTemplate(text), templateError: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { templateError: error.fields[0]?.message ?? error.message };
  }
}

function policyOf({ reachBy, campaignId, holdoutPercent }: PreviewCampaignInput) {
  const isDecided = campaignId !== undefined && holdoutPercent > 0;
  return { reachBy, holdout: isDecided ? { campaignId, percent: holdoutPercent } : undefined };
}

/** Where chance has not decided yet, what is to be expected of it. */
function countsOf(
  { campaignId, holdoutPercent }: PreviewCampaignInput,
  counted: RecipientForecast,
  uses: VariableUse[],
) {
  const heldOutIsExact = campaignId !== undefined || holdoutPercent === 0;
  const reachable = counted.willReceive;
  const heldOut = heldOutIsExact ? counted.heldOut : Math.round((reachable * holdoutPercent) / 100);
  const willReceive = heldOutIsExact ? reachable : reachable - heldOut;
  // Chance takes as many of those who lack a value as of the others; that nobody lacks it, it does not make so.
  const share = reachable === 0 ? 0 : willReceive / reachable;
  const missing = uses.map(({ variable, instead, isConditional }, index): CountedUse => {
    const recipients = Math.ceil((counted.missing[index] ?? 0) * share);
    return { variable, recipients, instead, isConditional };
  });
  return {
    audienceSize: counted.audienceSize,
    willReceive,
    heldOut,
    heldOutIsExact,
    excluded: counted.excluded,
    missing: missing.filter(({ recipients }) => recipients > 0).toSorted((a, b) => b.recipients - a.recipients),
  };
}

function exampleOf(
  recipient: Recipient,
  input: PreviewCampaignInput,
  { hasCustomer }: RecipientForecast,
  template: MessageTemplate | undefined,
  zone: string,
): Example {
  const { campaignId: id, holdoutPercent } = input;
  const written = template && renderMessage(recipient, template, zone);
  return {
    customer: toMember(recipient),
    isInAudience: input.customerId === undefined || hasCustomer,
    excludedFor: exclusionOf(recipient, input),
    isHeldOut: id !== undefined && isHeldOut(recipient.id, { id: id.toLowerCase(), holdoutPercent }),
    message: written?.status === 'PENDING' ? written.text : null,
    messageError: written?.status === 'FAILED' ? written.reason : null,
  };
}

function toMember({ id, name, email, city, totalSpend, orderCount, lastOrderAt }: Recipient): AudienceMember {
  return {
    id,
    name,
    email,
    city,
    totalSpend: toMajorUnits(totalSpend),
    orderCount,
    lastOrderAt: lastOrderAt?.toISOString() ?? null,
  };
}
