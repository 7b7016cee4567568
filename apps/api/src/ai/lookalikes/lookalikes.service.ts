import { DomainError, describeRules, startOfDay } from '@herald/shared';
import type { LookalikesInput, LookalikesOutput, SegmentRules } from '@herald/shared';
import { brokenSegment, compileResolved, readSegment } from '@herald/platform';
import type {
  CompiledRules,
  CompileOptions,
  Queryable,
  ReadRules,
  RuleReader,
  SavedSegment,
  SavedSegmentRepository,
} from '@herald/platform';

import type { ReadSnapshot } from '../../campaigns/campaign-books.service.ts';
import { selectIds } from '../../segments/audience-queries.ts';
import { explainStopped } from '../../segments/stopped-query.ts';
import { FEATURES, type Today } from './bands.ts';
import { boxRules } from './box-rules.ts';
import { boxOf, type Choice, chooseLevel, chooseWithin, firstLevelWith, isNearEnough } from './choose-box.ts';
import { gapOf, type Box, ladderOf, LAST_LEVEL, setsApart, similarityAt } from './ladder.ts';
import { describeLikenesses, type FeatureFinding } from './likenesses.ts';
import type { GroupProfile, LookalikesRepository } from './lookalikes.repository.ts';
import { findMarks, type ProfileMark } from './profile-marks.ts';
import { reasonFor } from './reasons.ts';

/** Whom fewer people cannot tell apart from chance. */
const LEAST_SEGMENT = 10;
/** Of fewer people in a sample it would be chance how many there are in all. */
const LEAST_EXPECTED = 40;

/** Finds the customers who are most like those of a segment. Asks no model. */
export class LookalikesService {
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;
  private readonly segments: SavedSegmentRepository;
  private readonly reader: RuleReader;
  private readonly customers: LookalikesRepository;
  private readonly now: () => Date;

  constructor(deps: {
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
    segments: SavedSegmentRepository;
    reader: RuleReader;
    customers: LookalikesRepository;
    now: () => Date;
  }) {
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
    this.segments = deps.segments;
    this.reader = deps.reader;
    this.customers = deps.customers;
    this.now = deps.now;
  }

  /**
   * @param signal stops the search in PostgreSQL.
   * @throws DomainError `not_found`, `conflict` when the rules of the segment are no longer understood, `timed_out`
   */
  find(id: string, { size }: LookalikesInput, signal: AbortSignal): Promise<LookalikesOutput> {
    const reading = this.readSnapshot(signal, async (db) => {
      const segment = await this.segments.findById(db, id);
      if (segment === undefined) throw new DomainError('not_found', `there is no segment ${id}`);
      // Also of a static one: rules cannot name it once its own are not understood.
      const read = await readSegment(this.reader, segment, db);
      return this.search({ db, segment, read, size, today: { now: this.now(), timeZone: read.context.timeZone } });
    });
    return explainStopped(this.timeoutMs, 'try again, or choose a smaller segment', reading);
  }

  private async search(search: Search): Promise<LookalikesOutput> {
    const { db, segment, read, today } = search;
    const tomorrow = startOfDay(today.now, today.timeZone, 1);
    const members = await this.customers.profileSegment(db, audienceOf(segment, read), tomorrow);
    const found = { segment: { id: segment.id, name: segment.name, audienceSize: members.size } };
    if (members.size < LEAST_SEGMENT) {
      return { ...found, ...NOTHING, reason: reasonFor({ kind: 'small_segment', least: LEAST_SEGMENT }) };
    }
    const everybody = await this.customers.profileEverybody(db, members.values, tomorrow);
    const features = compareFeatures(members, everybody);
    const marks = findMarks(members, everybody, members.size);
    const explained = { members, features, marks, currency: read.context.currency, today };
    const apart = features.filter(({ isApart }) => isApart);
    const none = { ...found, ...NOTHING, likenesses: describeLikenesses(explained, {}, []) };
    if (apart.length + marks.length === 0) return { ...none, reason: await this.whyNobody(search, 'not_apart') };
    const boxes = ladderOf(Object.fromEntries(apart.map(({ feature, spread }) => [feature, spread])), today);
    const choice = await this.choose(search, boxes, marks, tomorrow);
    if (choice === undefined) return { ...none, reason: await this.whyNobody(search, 'nobody') };
    const box = boxOf(boxes, choice);
    const marksAsked = marksIn(choice.marks, marks);
    const rules = boxRules(box, marksAsked, segment.id);
    const { compiled, context } = await this.compile(search, rules);
    const similar = await this.customers.findMostSimilar(db, compiled, boxes, tomorrow);
    return {
      ...found,
      rules,
      description: describeRules(rules, context),
      found: similar.found,
      likenesses: describeLikenesses(explained, box, marksAsked),
      sample: similar.sample.map(({ member, level }) => ({ ...member, similarity: similarityAt(level) })),
      reason: reasonFor({ kind: 'found', size: search.size, choice, found: similar.found }),
    };
  }

  private async whyNobody(search: Search, otherwise: 'not_apart' | 'nobody'): Promise<string> {
    const { compiled } = await this.compile(search, boxRules({}, [], search.segment.id));
    const isAnybodyElse = await this.customers.isAnybodyIn(search.db, compiled);
    return reasonFor({ kind: isAnybodyElse ? otherwise : 'everybody' });
  }

  /** The bounds that hold about as many as are asked for. */
  private async choose(
    search: Search,
    boxes: Box[],
    marks: ProfileMark[],
    tomorrow: Date,
  ): Promise<Choice | undefined> {
    const { db, size } = search;
    const widest = await this.read(search, boxRules(boxes[LAST_LEVEL] ?? {}, [], search.segment.id));
    const compile = (options: CompileOptions) => compileResolved(widest.resolved, options);
    const { counts, customersForEach } = await this.customers.expectByLevel(db, compile, { boxes, marks }, tomorrow);
    const asked = chooseLevel(counts, marks.length, size)?.best.marks ?? 0;
    const askedMarks = marksIn(asked, marks);
    // So wide that it holds as many as are wanted for certain: among fewer people it is quicker to count.
    const ample = Math.max(2 * size, LEAST_EXPECTED * customersForEach);
    const limit = firstLevelWith(counts, asked, ample) ?? LAST_LEVEL;
    const chosen = await this.chooseUpTo(search, limit, boxes, askedMarks, tomorrow);
    return chosen && { ...chosen, marks: asked };
  }

  private async chooseUpTo(
    search: Search,
    limit: number,
    boxes: Box[],
    marks: ProfileMark[],
    tomorrow: Date,
  ): Promise<Choice | undefined> {
    const { db, segment, size } = search;
    const boxAt = async (level: number) =>
      (await this.compile(search, boxRules(boxes[level] ?? {}, marks, segment.id))).compiled;
    const counts = await this.customers.countByLevel(db, await boxAt(limit), { boxes, marks: [] }, tomorrow);
    const chosen = chooseLevel(counts, 0, size);
    if (limit < LAST_LEVEL && chosen?.enough === undefined) {
      return this.chooseUpTo(search, LAST_LEVEL, boxes, marks, tomorrow);
    }
    if (chosen?.enough === undefined || isNearEnough(chosen.best, size)) return chosen?.best;
    const people = await boxAt(chosen.enough.level);
    return chooseWithin(chosen, await this.customers.countWithout(db, people, boxes, tomorrow), size);
  }

  private async compile(search: Search, rules: SegmentRules) {
    const { resolved, context } = await this.read(search, rules);
    return { compiled: compileResolved(resolved), context };
  }

  /** The segment that the rules name was understood, and still they can lead too far. */
  private async read({ db, segment }: Search, rules: SegmentRules): Promise<ReadRules> {
    try {
      return await this.reader.read(rules, { db });
    } catch (error) {
      throw error instanceof DomainError ? brokenSegment(segment, error) : error;
    }
  }
}

interface Search {
  db: Queryable;
  segment: SavedSegment;
  /** Its own rules. */
  read: ReadRules;
  size: number;
  today: Today;
}

const NOTHING = { rules: null, description: null, found: 0, likenesses: [], sample: [] };

function marksIn(bits: number, marks: readonly ProfileMark[]): ProfileMark[] {
  return marks.filter((_, index) => (bits & (2 ** index)) !== 0);
}

function audienceOf(segment: SavedSegment, { resolved }: ReadRules): CompiledRules {
  return segment.kind === 'static' ? selectIds({ kind: 'static', segmentId: segment.id }) : compileResolved(resolved);
}

function compareFeatures(members: GroupProfile, everybody: GroupProfile): FeatureFinding[] {
  return FEATURES.map((feature) => {
    const spread = { segment: members.quantiles[feature], everybody: everybody.quantiles[feature] };
    const gap = gapOf(spread);
    return { feature, spread, gap, isApart: setsApart(gap, members.size) };
  });
}
