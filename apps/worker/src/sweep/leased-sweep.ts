import type { Claimant } from '@herald/platform';

import type { LeaseRepository } from '../books/lease.repository.ts';

/** What one worker at a time is enough for: done by whichever takes the lease. */
export class LeasedSweep {
  private readonly leases: LeaseRepository;
  private readonly name: string;
  private readonly work: () => Promise<void>;
  private readonly claimant: Claimant;
  private readonly intervalMs: number;

  constructor(deps: {
    leases: LeaseRepository;
    /** Of the lease. */
    name: string;
    work: () => Promise<void>;
    claimant: Claimant;
    /** How often it is tried. */
    intervalMs: number;
  }) {
    this.leases = deps.leases;
    this.name = deps.name;
    this.work = deps.work;
    this.claimant = deps.claimant;
    this.intervalMs = deps.intervalMs;
  }

  async sweep(): Promise<void> {
    // For two intervals, so that who has it keeps it, and another takes over when it is gone.
    if (await this.leases.take(this.name, this.claimant.workerId, 2 * this.intervalMs)) await this.work();
  }
}
