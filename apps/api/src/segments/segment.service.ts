import { DomainError, describeRules, namesIn, newId, parseSegmentRules, resolveRules } from '@herald/shared';
import type {
  AudienceMember,
  CreateSegmentInput,
  PageQuery,
  SegmentDetailOutput,
  SegmentDifference,
  SegmentKind,
  SegmentOutput,
  SegmentRules,
  SegmentsQuery,
  UpdateSegmentInput,
} from '@herald/shared';
import { compileResolved, readSegment } from '@herald/platform';
import type { ErasureRepository, Queryable, ReadRules, RuleReader, Transact, Transaction } from '@herald/platform';

import type { AudienceExportRepository } from './audience-export.repository.ts';
import type { AudienceSource } from './audience-queries.ts';
import type { AudienceRepository } from './audience.repository.ts';
import { readCursor } from './segment-cursor.ts';
import type { ListedSegment, SegmentContent, SegmentRepository, StoredSegment } from './segment.repository.ts';
import { explainStopped } from './stopped-query.ts';

const MAX_NAME_LENGTH = 200;
const ADVICE = 'try again, or narrow the rules down';
/** Most names in a refusal. */
const MOST_NAMED = 10;

/** Saves segments, and says who is in them. */
export class SegmentService {
  private readonly transact: Transact;
  private readonly reader: RuleReader;
  private readonly segments: SegmentRepository;
  private readonly erasures: Pick<ErasureRepository, 'holdOffWhileFreezing'>;
  private readonly audiences: AudienceRepository;
  private readonly exports: AudienceExportRepository;
  private readonly timeouts: { freezeMs: number; readMs: number };

  constructor(deps: {
    /** In which no statement may take longer than `timeouts.freezeMs`. */
    transact: Transact;
    reader: RuleReader;
    segments: SegmentRepository;
    erasures: Pick<ErasureRepository, 'holdOffWhileFreezing'>;
    audiences: AudienceRepository;
    exports: AudienceExportRepository;
    timeouts: { freezeMs: number; readMs: number };
  }) {
    this.transact = deps.transact;
    this.reader = deps.reader;
    this.segments = deps.segments;
    this.erasures = deps.erasures;
    this.audiences = deps.audiences;
    this.exports = deps.exports;
    this.timeouts = deps.timeouts;
  }

  async create({ name, rules, kind }: CreateSegmentInput): Promise<SegmentOutput> {
    const id = newId();
    await this.freeze(async (tx) => {
      const content = contentOf(name, kind, rules);
      await this.segments.lockWithUsed(tx, content.usedSegmentIds, content.usedCampaignIds);
      const { resolved } = await this.reader.read(rules, { db: tx });
      await this.segments.insert(tx, id, content, compileResolved(resolved));
    });
    return this.findOutput(id);
  }

  /**
   * Changes a segment. Unless only its name changes, its audience is computed anew; what was
   * launched to it keeps the audience that it was launched with.
   *
   * @throws DomainError `not_found`, `invalid_input` for rules that lead back to the segment, or
   * `conflict` when a change of kind needs its rules and they are no longer understood
   */
  async update(id: string, changes: UpdateSegmentInput): Promise<SegmentOutput> {
    await this.freeze(async (tx) => {
      const { segments, campaigns } = namesIn(changes.rules);
      await this.segments.lockWithUsed(tx, [id, ...segments], [...campaigns]);
      const segment = await this.find(id, tx);
      if (changesAudience(segment, changes)) await this.computeAnew(tx, segment, changes);
      else await this.segments.rename(tx, id, changes.name ?? segment.name);
    });
    return this.findOutput(id);
  }

  /**
   * Who would come and go by the change. Saves nothing.
   *
   * @param signal stops the comparison in PostgreSQL.
   * @throws DomainError as `update` does, or `timed_out`
   */
  async differenceOf(id: string, changes: UpdateSegmentInput, signal: AbortSignal): Promise<SegmentDifference> {
    const segment = await this.find(id);
    if (!changesAudience(segment, changes)) return this.noDifference(id);
    const { resolved, context } = await this.readChanged(segment, changes);
    const before = await this.sourceBefore(segment);
    const compileAfter = (firstPlaceholder: number) => compileResolved(resolved, { firstPlaceholder });
    const [difference, campaignsAffected, { segments }] = await Promise.all([
      this.reading(this.audiences.compare(before, compileAfter, { signal })),
      this.segments.findNotLaunchedOn(id),
      this.segments.findUsers(id),
    ]);
    const description = describeRules(changes.rules ?? parseSegmentRules(segment.rules), context);
    return { ...difference, campaignsAffected, segmentsAffected: segments, description };
  }

  /** @throws DomainError `not_found`, or `conflict` when its rules are no longer understood */
  async refresh(id: string): Promise<SegmentOutput> {
    await this.freeze(async (tx) => {
      await this.segments.lockWithUsed(tx, [id]);
      await this.computeAnew(tx, await this.find(id, tx), {});
    });
    return this.findOutput(id);
  }

  /** @throws DomainError `not_found` */
  async duplicate(id: string): Promise<SegmentOutput> {
    const copyId = newId();
    await this.freeze(async (tx) => {
      await this.segments.lockWithUsed(tx, [id]);
      const { name } = await this.find(id, tx);
      await this.segments.duplicate(tx, id, { id: copyId, name: nameOfCopy(name) });
    });
    return this.findOutput(copyId);
  }

  /** @throws DomainError `not_found`, or `conflict` that names what uses it */
  async delete(id: string): Promise<SegmentOutput> {
    return this.freeze(async (tx) => {
      if ((await this.segments.lockById(tx, id)) === undefined) throw notFound(id);
      const deleted = await this.findOutput(id, tx);
      const { campaigns, segments } = await this.segments.findUsers(id, tx);
      if (campaigns.length + segments.length > 0) {
        const users = [...named('campaign', campaigns), ...named('segment', segments)].join(' and ');
        throw new DomainError('conflict', `"${deleted.name}" is used by ${users}`);
      }
      await this.segments.delete(tx, id);
      return deleted;
    });
  }

  /** @throws DomainError `not_found` */
  async findDetail(id: string): Promise<SegmentDetailOutput> {
    return { ...(await this.findOutput(id)), users: await this.segments.findUsers(id) };
  }

  /**
   * One page of the ids in it.
   *
   * @throws DomainError `not_found`, `conflict` when its rules are no longer understood, or `timed_out`
   */
  async audienceIds(id: string, { cursor, limit }: PageQuery, signal: AbortSignal): Promise<string[]> {
    const source = await this.sourceOf(await this.find(id));
    return this.reading(this.audiences.findIds(source, { afterId: cursor, limit }, { signal }));
  }

  async list({ search, cursor, ...query }: SegmentsQuery): Promise<(SegmentOutput & { stored: StoredSegment })[]> {
    const after = cursor === undefined ? undefined : readCursor(cursor, query.sort);
    const listed = await this.segments.findPage({ ...query, kind: query.kind, text: search, after });
    const outputs = await this.toOutputs(listed);
    return outputs.flatMap((output, index) => {
      const stored = listed[index];
      return stored === undefined ? [] : [{ ...output, stored }];
    });
  }

  /** One page of who is in it. @throws DomainError as `audienceIds` does */
  async audience(id: string, { cursor, limit }: PageQuery, signal: AbortSignal): Promise<AudienceMember[]> {
    const source = await this.sourceOf(await this.find(id));
    return this.reading(this.audiences.findMembers(source, { afterId: cursor, limit }, { signal }));
  }

  /**
   * Finds out whom to read before the export is noted: one that is refused took nothing out.
   *
   * @returns what hands over everybody in it, page by page.
   * @throws DomainError as `audienceIds` does
   */
  async prepareExport(id: string, signal: AbortSignal) {
    const source = await this.sourceOf(await this.find(id));
    return (take: (members: AudienceMember[]) => Promise<void>): Promise<void> =>
      explainStopped(this.timeouts.freezeMs, ADVICE, this.exports.read(source, signal, take));
  }

  private async computeAnew(tx: Transaction, segment: StoredSegment, changes: UpdateSegmentInput): Promise<void> {
    const { resolved } = await this.readChanged(segment, changes, tx);
    const rules = changes.rules ?? parseSegmentRules(segment.rules);
    const content = contentOf(changes.name ?? segment.name, changes.kind ?? segment.kind, rules);
    await this.segments.update(tx, segment.id, content, compileResolved(resolved));
  }

  /** The rules that the segment has after the change. */
  private readChanged(segment: StoredSegment, { rules }: UpdateSegmentInput, db?: Queryable): Promise<ReadRules> {
    if (rules === undefined) return readSegment(this.reader, segment, db);
    return this.reader.read(rules, { segmentId: segment.id, ...(db === undefined ? {} : { db }) });
  }

  private async noDifference(id: string): Promise<SegmentDifference> {
    const { audienceSize, description } = await this.findOutput(id);
    const nobody = { count: 0, sample: [] };
    return {
      before: audienceSize,
      after: audienceSize,
      added: nobody,
      removed: nobody,
      campaignsAffected: [],
      segmentsAffected: [],
      description,
    };
  }

  /** The audience that a change would take the place of; nobody when its rules select nobody any more. */
  private async sourceBefore(segment: StoredSegment): Promise<AudienceSource> {
    try {
      return await this.sourceOf(segment);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { text: 'SELECT NULL::uuid AS "customerId" WHERE FALSE', values: [] };
    }
  }

  private async sourceOf(segment: StoredSegment): Promise<AudienceSource> {
    if (segment.kind === 'static') return { kind: 'static', segmentId: segment.id };
    return compileResolved((await readSegment(this.reader, segment)).resolved);
  }

  private freeze<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const freezing = this.transact(async (tx) => {
      // Whoever is erased meanwhile would be in the audience that is computed now.
      await this.erasures.holdOffWhileFreezing(tx);
      return work(tx);
    });
    return explainStopped(this.timeouts.freezeMs, ADVICE, freezing);
  }

  private reading<T>(query: Promise<T>): Promise<T> {
    return explainStopped(this.timeouts.readMs, ADVICE, query);
  }

  private async find(id: string, db?: Queryable): Promise<StoredSegment> {
    const segment = await this.segments.findById(id, db);
    if (segment === undefined) throw notFound(id);
    return segment;
  }

  private async findOutput(id: string, db?: Queryable): Promise<SegmentOutput> {
    const segment = await this.segments.findListedById(id, db);
    const [output] = segment === undefined ? [] : await this.toOutputs([segment]);
    if (output === undefined) throw notFound(id);
    return output;
  }

  /** Whatever their rules name is looked up once for all of them. */
  private async toOutputs(segments: ListedSegment[]): Promise<SegmentOutput[]> {
    const context = await this.reader.contextFor({ rules: segments.map(({ rules }) => rules) });
    return segments.map(({ usedByCampaigns, usedBySegments, nameKey: _internal, ...segment }) => ({
      ...segment,
      ...describe(segment.rules, { ...context, segmentId: segment.id }),
      usedBy: { campaigns: usedByCampaigns, segments: usedBySegments },
      lastComputedAt: segment.lastComputedAt.toISOString(),
      createdAt: segment.createdAt.toISOString(),
      updatedAt: segment.updatedAt.toISOString(),
    }));
  }
}

/** A new name alone leaves the audience as it is. */
function changesAudience(segment: StoredSegment, { rules, kind = segment.kind }: UpdateSegmentInput): boolean {
  return rules !== undefined || kind !== segment.kind;
}

function nameOfCopy(name: string): string {
  // What the cut leaves of a character of two units would be no text.
  return `Copy of ${name}`.slice(0, MAX_NAME_LENGTH).replace(/[\ud800-\udbff]$/, '');
}

function describe(rules: unknown, context: ReadRules['context']): Pick<SegmentOutput, 'description' | 'error'> {
  try {
    resolveRules(rules, context);
    return { description: describeRules(parseSegmentRules(rules), context), error: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { description: null, error: error.message };
  }
}

function contentOf(name: string, kind: SegmentKind, rules: SegmentRules): SegmentContent {
  const { segments, campaigns } = namesIn(rules);
  return { name, kind, rules, usedSegmentIds: [...segments], usedCampaignIds: [...campaigns] };
}

function notFound(id: string): DomainError {
  return new DomainError('not_found', `there is no segment ${id}`);
}

function named(what: string, users: { name: string }[]): string[] {
  if (users.length === 0) return [];
  const names = users.slice(0, MOST_NAMED).map(({ name }) => `"${name}"`);
  const more = users.length > MOST_NAMED ? ' and others' : '';
  return [`the ${what}${users.length === 1 ? '' : 's'} ${names.join(', ')}${more}`];
}
