import { DomainError, describeRules } from '@herald/shared';
import type { PreviewSegmentInput, PreviewSegmentOutput } from '@herald/shared';
import { compileResolved, readsHistory } from '@herald/platform';
import type { CompileOptions, ReadRules, RuleReader } from '@herald/platform';

import type { AudienceEstimateRepository } from './audience-estimate.repository.ts';
import type { AudienceRepository, QueryOptions } from './audience.repository.ts';
import { explainStopped } from './stopped-query.ts';

/** Counts audiences that nobody has saved. */
export class PreviewService {
  private readonly reader: RuleReader;
  private readonly audiences: AudienceRepository;
  private readonly estimates: AudienceEstimateRepository;
  private readonly timeoutMs: number;
  /** The previews of this process that have an id, each with what stops it. */
  private readonly running = new Map<string, AbortController>();

  constructor(deps: {
    reader: RuleReader;
    audiences: AudienceRepository;
    estimates: AudienceEstimateRepository;
    timeoutMs: number;
  }) {
    this.reader = deps.reader;
    this.audiences = deps.audiences;
    this.estimates = deps.estimates;
    this.timeoutMs = deps.timeoutMs;
  }

  /**
   * @param signal stops the count in PostgreSQL.
   * @throws DomainError `invalid_input` for rules that are not understood, `timed_out` when it
   * takes too long, `conflict` when a newer preview of the same id came
   */
  async preview(input: PreviewSegmentInput, signal: AbortSignal): Promise<PreviewSegmentOutput> {
    const startedAtMs = performance.now();
    const { previewId } = input;
    if (previewId === undefined) return this.answer(input, { signal }, startedAtMs);
    const replaced = new AbortController();
    this.running.get(previewId)?.abort(new DomainError('conflict', 'a newer preview with the same previewId came'));
    this.running.set(previewId, replaced);
    try {
      const name = await this.audiences.supersede(previewId);
      const options = { name, signal: AbortSignal.any([signal, replaced.signal]) };
      return await this.answer(input, options, startedAtMs);
    } finally {
      if (this.running.get(previewId) === replaced) this.running.delete(previewId);
    }
  }

  private async answer(
    input: PreviewSegmentInput,
    options: QueryOptions,
    startedAtMs: number,
  ): Promise<PreviewSegmentOutput> {
    const read = await this.reader.read(input.rules);
    const { sample, ...counted } = input.estimate
      ? { ...(await this.estimate(read, options)), sample: [] }
      : { ...(await this.count(read, options)), isEstimate: false };
    return {
      audienceSize: counted.size,
      isEstimate: counted.isEstimate,
      sampleUserIds: sample.map(({ id }) => id),
      sample,
      customers: counted.customers,
      percentOfCustomers: percent(counted.size, counted.customers),
      withEmail: counted.withEmail,
      reachable: counted.reachable,
      description: describeRules(input.rules, read.context),
      sql: compileResolved(read.resolved).text,
      elapsedMs: Math.round((performance.now() - startedAtMs) * 10) / 10,
    };
  }

  private count({ resolved }: ReadRules, options: QueryOptions) {
    const advice = 'ask with "estimate": true, or narrow the rules down';
    const count = this.audiences.count(compileResolved(resolved), readsHistory(resolved), options);
    return explainStopped(this.timeoutMs, advice, count);
  }

  private estimate({ resolved }: ReadRules, options: QueryOptions) {
    const advice = 'the database is busy, try again';
    const compile = (compileOptions: CompileOptions) => compileResolved(resolved, compileOptions);
    const estimate = this.estimates.estimate(compile, options);
    return explainStopped(this.timeoutMs, advice, estimate);
  }
}

/** With one decimal. */
function percent(size: number, customers: number): number {
  return customers === 0 ? 0 : Math.round((1_000 * size) / customers) / 10;
}
