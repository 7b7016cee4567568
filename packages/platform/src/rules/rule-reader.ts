import { type EnglishContext, type ResolvedGroup, resolveRules, type RuleContext } from '@herald/shared';

import type { Queryable } from '../db/pool.ts';
import type { RuleContextRepository } from '../repositories/rule-context.repository.ts';

/** Rules that were understood, and what they were read against. */
export interface ReadRules {
  resolved: ResolvedGroup;
  context: RuleContext & EnglishContext;
}

/** Reads rules against the database as it is, at the current instant, in the days of the workspace. */
export class RuleReader {
  private readonly repository: RuleContextRepository;
  private readonly settings: { timeZone: string; currency: string; now: () => Date };

  constructor(repository: RuleContextRepository, settings: { timeZone: string; currency: string; now: () => Date }) {
    this.repository = repository;
    this.settings = settings;
  }

  /**
   * @param options `segmentId` is the segment whose rules these are, which they must not lead
   * back to; `db` the transaction to read in.
   * @throws DomainError `invalid_input` that names every part that is not understood.
   */
  async read(rules: unknown, options: { segmentId?: string; db?: Queryable } = {}): Promise<ReadRules> {
    const context = await this.contextFor(rules, options);
    return { resolved: resolveRules(rules, context), context };
  }

  /** What rules are read against, also those that will turn out not to be understood. */
  async contextFor(
    rules: unknown,
    { segmentId, db }: { segmentId?: string; db?: Queryable } = {},
  ): Promise<ReadRules['context']> {
    const { timeZone, currency, now } = this.settings;
    const named = await this.repository.load(rules, db);
    return { now: now(), timeZone, currency, ...named, ...(segmentId === undefined ? {} : { segmentId }) };
  }
}
