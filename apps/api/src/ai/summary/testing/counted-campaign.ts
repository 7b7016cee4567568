import type { CampaignStatus, CommunicationStatus, ExclusionReason, FailureClass } from '@herald/shared';

import type { CountedBreakdowns } from '../campaign-facts.repository.ts';
import type { CountedCampaign } from '../campaign-facts.ts';
import { ROUND_AMOUNTS } from '../spend-bands.ts';

interface Counts {
  sent?: number;
  failed?: Partial<Record<FailureClass, number>>;
  excluded?: Partial<Record<ExclusionReason, number>>;
  rows?: Partial<
    Record<Extract<CommunicationStatus, 'PENDING' | 'SENDING' | 'ACCEPTED' | 'CANCELLED' | 'HOLDOUT'>, number>
  >;
  status?: CampaignStatus;
  /** People of the audience who have no row yet. */
  unwritten?: number;
  breakdowns?: Partial<CountedBreakdowns>;
  completedAt?: string | null;
}

/** A campaign of which only the counts matter, launched on 12 November 2026 in India. */
export function countedCampaign(counts: Counts): CountedCampaign {
  const { sent = 0, failed = {}, excluded = {}, rows: others = {}, status = 'COMPLETED', unwritten = 0 } = counts;
  const none = { failureClass: null, exclusionReason: null };
  const rows = [
    { ...none, status: 'SENT' as const, count: sent },
    ...entries(failed).map(([failureClass, count]) => ({ ...none, status: 'FAILED' as const, failureClass, count })),
    ...entries(excluded).map(([exclusionReason, count]) => ({
      ...none,
      status: 'EXCLUDED' as const,
      exclusionReason,
      count,
    })),
    ...entries(others).map(([other, count]) => ({ ...none, status: other, count })),
  ].filter(({ count }) => count > 0);
  const { completedAt = '2026-11-12T05:00:00Z' } = counts;
  return {
    status,
    audienceSize: rows.reduce((sum, { count }) => sum + count, unwritten),
    launchedAt: new Date('2026-11-12T04:30:00Z'),
    completedAt: completedAt === null ? null : new Date(completedAt),
    rows,
    breakdowns: { spend: [], cities: [], reasons: [], deliveryMinutes: null, ...counts.breakdowns },
    currency: 'INR',
    timeZone: 'Asia/Kolkata',
  };
}

/** Recipients who spent above this amount and up to the next round one, or who have no orders. */
export function spent(above: number | 'no orders', delivered: number, failed: number) {
  const bucket = above === 'no orders' ? -1 : ROUND_AMOUNTS.indexOf(above) + 1;
  return { bucket, reached: delivered + failed, delivered, failed };
}

export function city(name: string, delivered: number, failed: number) {
  return { city: name, reached: delivered + failed, delivered, failed };
}

function entries<K extends string>(counts: Partial<Record<K, number>>): [K, number][] {
  return Object.entries(counts) as [K, number][];
}
