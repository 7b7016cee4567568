import type { Claimant } from '@herald/platform';

import type { BooksService } from './books.service.ts';
import type { LeaseRepository } from './lease.repository.ts';

const LEASE = 'books';

/** Balances the books in one of the workers; in whichever takes the lease. */
export class BooksSweep {
  private readonly leases: LeaseRepository;
  private readonly books: Pick<BooksService, 'balanceAll'>;
  private readonly claimant: Claimant;
  private readonly intervalMs: number;

  constructor(deps: {
    leases: LeaseRepository;
    books: Pick<BooksService, 'balanceAll'>;
    claimant: Claimant;
    /** How often it is tried. */
    intervalMs: number;
  }) {
    this.leases = deps.leases;
    this.books = deps.books;
    this.claimant = deps.claimant;
    this.intervalMs = deps.intervalMs;
  }

  async sweep(): Promise<void> {
    // For two intervals, so that who has it keeps it, and another takes over when it is gone.
    if (await this.leases.take(LEASE, this.claimant.workerId, 2 * this.intervalMs)) await this.books.balanceAll();
  }
}
