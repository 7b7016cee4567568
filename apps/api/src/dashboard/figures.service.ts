import { CAMPAIGN_STATUSES, ORDER_STATUSES, startOfCalendarDate, toMajorUnits } from '@herald/shared';
import type {
  DashboardBreakdownsOutput,
  DashboardDays,
  DashboardQuery,
  DashboardTimeseriesOutput,
} from '@herald/shared';
import type { Queryable, WorkspaceRepository } from '@herald/platform';

import { explainStopped } from '../segments/stopped-query.ts';
import { intervalOf, periodBefore, periodOf, pointStarts } from './dashboard-period.ts';
import type { FiguresRepository, Span } from './figures.repository.ts';

/** With money in minor units, so that sums are exact. */
interface Figures {
  newCustomers: number;
  orders: number;
  revenue: bigint;
  sent: number;
  failed: number;
  excluded: number;
}

const NOTHING: Figures = { newCustomers: 0, orders: 0, revenue: 0n, sent: 0, failed: 0, excluded: 0 };
const ADVICE = 'ask for a shorter period, or try again';

/** What happened in a period, in the days of the workspace. */
export class FiguresService {
  private readonly figures: FiguresRepository;
  private readonly workspace: Pick<WorkspaceRepository, 'read'>;
  private readonly timeoutMs: number;
  private readonly now: () => Date;

  constructor(deps: {
    figures: FiguresRepository;
    workspace: Pick<WorkspaceRepository, 'read'>;
    /** Of each of its queries. */
    timeoutMs: number;
    now: () => Date;
  }) {
    this.figures = deps.figures;
    this.workspace = deps.workspace;
    this.timeoutMs = deps.timeoutMs;
    this.now = deps.now;
  }

  /** @throws DomainError `invalid_input`, or `timed_out` */
  timeseries(query: DashboardQuery, signal: AbortSignal): Promise<DashboardTimeseriesOutput> {
    return this.read(signal, async (db) => {
      const { timeZone } = await this.workspace.read(db);
      const period = periodOf(query, this.now(), timeZone);
      const before = periodBefore(period);
      const interval = intervalOf(period);
      const starts = pointStarts(period, interval);
      const bounds = [before.from, ...starts].map((day) => startOfCalendarDate(day, timeZone));
      const [ofBefore = NOTHING, ...points] = await this.countBetween(db, [...bounds, endOf(period, timeZone)]);
      return {
        ...period,
        timeZone,
        interval,
        points: starts.map((start, index) => ({ start, ...toOutput(points[index] ?? NOTHING) })),
        totals: toOutput(points.reduce(add, NOTHING)),
        before: { ...before, totals: toOutput(ofBefore) },
      };
    });
  }

  /** @throws DomainError `invalid_input`, or `timed_out` */
  breakdowns(query: DashboardQuery, signal: AbortSignal): Promise<DashboardBreakdownsOutput> {
    return this.read(signal, async (db) => {
      const { timeZone } = await this.workspace.read(db);
      const period = periodOf(query, this.now(), timeZone);
      const span = { start: startOfCalendarDate(period.from, timeZone), end: endOf(period, timeZone) };
      return { ...period, ...(await this.breakDown(db, span)) };
    });
  }

  private async breakDown(db: Queryable, span: Span): Promise<Omit<DashboardBreakdownsOutput, keyof DashboardDays>> {
    const { figures } = this;
    const messages = await figures.outcomes(db, span);
    const campaigns = await figures.campaignsByStatus(db, span);
    const orders = await figures.ordersByStatus(db, span);
    const cities = await figures.topCities(db, span);
    const products = await figures.topProducts(db, span);
    return {
      messages,
      campaigns: countsOf(CAMPAIGN_STATUSES, campaigns),
      orders: ORDER_STATUSES.map((status) => {
        const { orders: count, amount } = orders.get(status) ?? { orders: 0, amount: 0n };
        return { status, orders: count, amount: toMajorUnits(amount) };
      }),
      cities: cities.map((city) => ({ ...city, revenue: toMajorUnits(city.revenue) })),
      products: products.map((product) => ({ ...product, revenue: toMajorUnits(product.revenue) })),
    };
  }

  /** The figures between each bound and the next. */
  private async countBetween(db: Queryable, bounds: Date[]): Promise<Figures[]> {
    const counted = bounds.slice(1).map(() => ({ ...NOTHING }));
    const parts: ({ bucket: number } & Partial<Figures>)[] = [
      ...(await this.figures.newCustomers(db, bounds)),
      ...(await this.figures.orders(db, bounds)),
      ...(await this.figures.messages(db, bounds)),
    ];
    for (const { bucket, ...part } of parts) Object.assign(counted[bucket - 1] ?? {}, part);
    return counted;
  }

  private read<T>(signal: AbortSignal, work: (db: Queryable) => Promise<T>): Promise<T> {
    return explainStopped(this.timeoutMs, ADVICE, this.figures.read(signal, work));
  }
}

function endOf({ to }: DashboardDays, timeZone: string): Date {
  return startOfCalendarDate(to, timeZone, 1);
}

function add(sum: Figures, point: Figures): Figures {
  return {
    newCustomers: sum.newCustomers + point.newCustomers,
    orders: sum.orders + point.orders,
    revenue: sum.revenue + point.revenue,
    sent: sum.sent + point.sent,
    failed: sum.failed + point.failed,
    excluded: sum.excluded + point.excluded,
  };
}

function toOutput(figures: Figures): DashboardTimeseriesOutput['totals'] {
  return { ...figures, revenue: toMajorUnits(figures.revenue) };
}

function countsOf<K extends string>(keys: readonly K[], counts: ReadonlyMap<K, number>): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, counts.get(key) ?? 0])) as Record<K, number>;
}
