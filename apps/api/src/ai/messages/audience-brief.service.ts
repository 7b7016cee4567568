import { attributeKeyOf, describeRules, DomainError, foldText, parseSegmentRules, toMajorUnits } from '@herald/shared';
import type { ContactChannel, EnglishContext, SegmentRules } from '@herald/shared';
import { compileResolved, QueryTimedOut, readSegment } from '@herald/platform';
import type {
  CompiledRules,
  Queryable,
  ReadRules,
  RecipientRepository,
  RuleReader,
  SavedSegment,
  SavedSegmentRepository,
} from '@herald/platform';

import type { ReadSnapshot } from '../../campaigns/campaign-books.service.ts';
import { selectIds } from '../../segments/audience-queries.ts';
import { explainStopped } from '../../segments/stopped-query.ts';
import { MIN_SHARED_BY } from '../private-data.ts';
import type { KnownValuesRepository } from '../segment-rules/known-values.repository.ts';
import { personalCandidatesIn, redactPersonal } from '../segment-rules/redacted-text.ts';
import type { MessageAudienceRepository } from './message-audience.repository.ts';
import { SUGGESTED_VARIABLES } from './message-brief.ts';
import type { BriefAudience, BriefVariable } from './message-brief.ts';
import { comparedValues, conditionsOf, shownRules } from './shown-rules.ts';

/** A segment, as far as texts for it depend on it. */
export interface AudienceBrief {
  rules: SegmentRules;
  context: ReadRules['context'];
  /** The rules in English, as they are. */
  description: string;
  variables: BriefVariable[];
  /** What a model may be told. */
  shown: BriefAudience;
  /** Takes out of what somebody wrote what may be of a customer. */
  redact: (text: string) => string;
}

interface BriefRequest {
  segmentId: string;
  /** What else a model would be shown. */
  texts: readonly string[];
  /** Whether a model is asked; without one nothing has to be counted or kept back. */
  isForModel: boolean;
  /** Counts the audience that is reached so; undefined counts nobody. */
  reachBy?: ContactChannel;
}

interface Gathered {
  segment: SavedSegment;
  read: ReadRules;
  attributeKeys: string[];
  figures: BriefAudience['figures'];
  percentKnown: (variable: string) => number | null;
}

/** Gathers what texts for a segment go by, and of that what may leave the machine. */
export class AudienceBriefService {
  private readonly segments: SavedSegmentRepository;
  private readonly reader: RuleReader;
  private readonly recipients: RecipientRepository;
  private readonly audiences: MessageAudienceRepository;
  private readonly knownValues: KnownValuesRepository;
  private readonly readSnapshot: ReadSnapshot;
  private readonly readAudience: ReadSnapshot;
  private readonly timeoutMs: number;

  constructor(deps: {
    segments: SavedSegmentRepository;
    reader: RuleReader;
    recipients: RecipientRepository;
    audiences: MessageAudienceRepository;
    knownValues: KnownValuesRepository;
    readSnapshot: ReadSnapshot;
    /** In which counts may take as long as a preview; in both no statement takes longer than `timeoutMs`. */
    readAudience: ReadSnapshot;
    timeoutMs: number;
  }) {
    this.segments = deps.segments;
    this.reader = deps.reader;
    this.recipients = deps.recipients;
    this.audiences = deps.audiences;
    this.knownValues = deps.knownValues;
    this.readSnapshot = deps.readSnapshot;
    this.readAudience = deps.readAudience;
    this.timeoutMs = deps.timeoutMs;
  }

  /**
   * @throws DomainError `not_found`, `conflict` when the rules of the segment are no longer understood, `timed_out`
   */
  async read(request: BriefRequest, signal: AbortSignal): Promise<AudienceBrief> {
    const gathered = await this.gather(request, signal);
    const { segment, read, attributeKeys, figures, percentKnown } = gathered;
    const rules = parseSegmentRules(segment.rules);
    const description = describeRules(rules, read.context);
    const variables = [...SUGGESTED_VARIABLES, ...attributeKeys.map((key) => `attributes.${key}`)].map((name) => ({
      name,
      percentKnown: percentKnown(name),
    }));
    if (!request.isForModel) {
      const shown = { segment: segment.name, rules: description, figures: null };
      return { rules, context: read.context, description, variables, shown, redact: (text) => text };
    }
    const isShared = await this.findShared(rules, signal);
    const attributes = read.context.attributes ?? new Map();
    const redact = await this.redaction([segment.name, ...namesIn(read.context), ...request.texts], signal);
    const told = describeRules(shownRules(rules, attributes, isShared), withNames(read.context, redact));
    return {
      rules,
      context: read.context,
      description,
      variables,
      shown: { segment: redact(segment.name), rules: told, figures },
      redact,
    };
  }

  /** Without the figures when they take too long: a text can do without them. */
  private async gather(request: BriefRequest, signal: AbortSignal): Promise<Gathered> {
    const { isForModel, reachBy } = request;
    const look = async (db: Queryable, counted: ContactChannel | undefined): Promise<Gathered> => {
      const segment = await this.segments.findById(db, request.segmentId);
      if (segment === undefined) throw notFound(request.segmentId);
      const read = await readSegment(this.reader, segment, db);
      const attributeKeys = await this.audiences.findAttributeKeys(db);
      const uncounted = { figures: null, percentKnown: () => null };
      const figures =
        counted === undefined ? uncounted : await this.count(db, { segment, read, attributeKeys }, counted);
      return { segment, read, attributeKeys, ...figures };
    };
    if (isForModel && reachBy !== undefined) {
      try {
        return await this.readAudience(signal, (db) => look(db, reachBy));
      } catch (error) {
        if (!(error instanceof QueryTimedOut)) throw error;
      }
    }
    return this.explained(this.readSnapshot(signal, (db) => look(db, undefined)));
  }

  private async count(
    db: Queryable,
    { segment, read, attributeKeys }: Pick<Gathered, 'segment' | 'read' | 'attributeKeys'>,
    reachBy: ContactChannel,
  ): Promise<Pick<Gathered, 'figures' | 'percentKnown'>> {
    const audience: CompiledRules =
      segment.kind === 'dynamic'
        ? compileResolved(read.resolved)
        : selectIds({ kind: 'static', segmentId: segment.id });
    const frozenSize = segment.kind === 'static' ? segment.audienceSize : 0;
    const names = [...SUGGESTED_VARIABLES, ...attributeKeys.map((key) => `attributes.${key}`)];
    const paths = names.map((name) => name.split('.'));
    const policy = { reachBy, holdout: undefined };
    const forecast = await this.recipients.forecast(db, audience, policy, { paths, frozenSize });
    const sums = await this.audiences.sums(db, audience, frozenSize);
    // Sums over few people are the figures of one of them, near enough.
    if (sums.people < MIN_SHARED_BY || forecast.willReceive < MIN_SHARED_BY) {
      return { figures: null, percentKnown: () => null };
    }
    return {
      figures: {
        people: sums.people,
        percentWhoOrdered: percent(sums.withOrders, sums.people),
        ordersPerPerson: Math.round((10 * sums.orders) / sums.people) / 10,
        spendPerPerson: Math.round(toMajorUnits(sums.spend) / sums.people),
      },
      percentKnown: (variable) => {
        const lacking = forecast.missing[names.indexOf(variable)];
        return lacking === undefined ? null : percent(forecast.willReceive - lacking, forecast.willReceive);
      },
    };
  }

  /** What cannot be looked up in time counts as not shared. */
  private async findShared(rules: SegmentRules, signal: AbortSignal) {
    const keys = conditionsOf(rules).flatMap(({ field }) => attributeKeyOf(field) ?? []);
    const values = comparedValues(rules);
    const find = (db: Queryable) => this.knownValues.find(db, values, keys);
    const found = await this.readSnapshot(signal, find).catch((error: unknown) => {
      if (error instanceof QueryTimedOut) return [];
      throw error;
    });
    const shared = new Set(
      found.filter(({ customers }) => customers >= MIN_SHARED_BY).map(({ field, phrase }) => `${field}\n${phrase}`),
    );
    return (field: string, value: string) => shared.has(`${field}\n${foldText(value)}`);
  }

  private async redaction(texts: readonly string[], signal: AbortSignal): Promise<(text: string) => string> {
    const text = texts.join('\n');
    const { names, externalIds } = personalCandidatesIn(text);
    const looking = this.readSnapshot(signal, (db) => this.knownValues.findPersonal(db, names, externalIds));
    const people = await this.explained(looking);
    const { redact } = redactPersonal(text, people);
    return (other) => redact(other);
  }

  private explained<T>(reading: Promise<T>): Promise<T> {
    return explainStopped(this.timeoutMs, 'the database is busy, try again', reading);
  }
}

function notFound(id: string): DomainError {
  const message = `there is no segment ${id}`;
  return new DomainError('not_found', message, [{ path: 'segmentId', message }]);
}

/** What the shop called the segments and campaigns that rules name. */
function namesIn({ segments, campaigns }: EnglishContext): string[] {
  return [...[...(segments?.values() ?? [])].map(({ name }) => name), ...(campaigns?.values() ?? [])];
}

function withNames(context: EnglishContext, redact: (name: string) => string): EnglishContext {
  return {
    ...context,
    segments: new Map([...(context.segments ?? [])].map(([id, { name }]) => [id, { name: redact(name) }])),
    campaigns: new Map([...(context.campaigns ?? [])].map(([id, name]) => [id, redact(name)])),
  };
}

function percent(part: number, whole: number): number {
  return Math.round((100 * part) / whole);
}
