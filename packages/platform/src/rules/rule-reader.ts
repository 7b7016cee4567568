import { type EnglishContext, resolveRules, type RuleContext } from '@herald/shared';

import type { Queryable } from '../db/pool.ts';
import type { RuleContextRepository } from '../repositories/rule-context.repository.ts';
import type { RulesToCompile } from './compile-rules.ts';

/** Rules that were understood, and what they were read against. */
export interface ReadRules {
  resolved: RulesToCompile;
  context: RuleContext & EnglishContext;
}

interface ReadOptions {
  segmentId?: string;
  db?: Queryable;
}

/** Reads rules against the database as it is, at the current instant, in the days of the workspace. */
export class RuleReader {
  private readonly repository: RuleContextRepository;
  private readonly now: () => Date;

  constructor(repository: RuleContextRepository, now: () => Date) {
    this.repository = repository;
    this.now = now;
  }

  /**
   * @param options `segmentId` is the segment whose rules these are, which they must not lead
   * back to; `db` the transaction to read in.
   * @throws DomainError `invalid_input` that names every part that is not understood.
   */
  async read(rules: unknown, options: ReadOptions = {}): Promise<ReadRules> {
    const { nobodyErased, ...context } = await this.look(rules, options);
    return { resolved: { ...resolveRules(rules, context), nobodyErased }, context };
  }

  /** What rules are read against, also those that will turn out not to be understood. */
  async contextFor(rules: unknown, options: ReadOptions = {}): Promise<ReadRules['context']> {
    const { nobodyErased: _ofSelections, ...context } = await this.look(rules, options);
    return context;
  }

  private async look(rules: unknown, { segmentId, db }: ReadOptions) {
    const named = await this.repository.load(rules, db);
    return { now: this.now(), ...named, ...(segmentId === undefined ? {} : { segmentId }) };
  }
}
