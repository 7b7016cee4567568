import type { CallInput, Reply } from '../http/route.ts';
import type { AttentionService } from './attention.service.ts';
import type { DashboardService } from './dashboard.service.ts';
import type { FiguresService } from './figures.service.ts';

export class DashboardController {
  private readonly service: DashboardService;
  private readonly figures: FiguresService;
  private readonly attention: AttentionService;

  constructor(deps: { stats: DashboardService; figures: FiguresService; attention: AttentionService }) {
    this.service = deps.stats;
    this.figures = deps.figures;
    this.attention = deps.attention;
  }

  getDashboardStats = async (): Promise<Reply<'getDashboardStats'>> => ({
    status: 200,
    body: await this.service.stats(),
  });

  getDashboardTimeseries = async ({
    query,
    signal,
  }: CallInput<'getDashboardTimeseries'>): Promise<Reply<'getDashboardTimeseries'>> => ({
    status: 200,
    body: await this.figures.timeseries(query, signal),
  });

  getDashboardBreakdowns = async ({
    query,
    signal,
  }: CallInput<'getDashboardBreakdowns'>): Promise<Reply<'getDashboardBreakdowns'>> => ({
    status: 200,
    body: await this.figures.breakdowns(query, signal),
  });

  getDashboardAttention = async ({
    signal,
  }: CallInput<'getDashboardAttention'>): Promise<Reply<'getDashboardAttention'>> => ({
    status: 200,
    body: await this.attention.items(signal),
  });
}
