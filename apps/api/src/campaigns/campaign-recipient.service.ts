import { DomainError } from '@herald/shared';
import type { CampaignRecipient, RecipientFilters, RecipientsQuery } from '@herald/shared';
import type { Campaign, CampaignRepository, Queryable } from '@herald/platform';

import { explainStopped } from '../segments/stopped-query.ts';
import type { ReadSnapshot } from './campaign-books.service.ts';
import { toLogOutput } from './campaign-output.ts';
import type { CampaignRecipientRepository, LoggedRecipient } from './campaign-recipient.repository.ts';

/** A recipient in one line, as a spreadsheet has it. */
export type RecipientLine = Omit<CampaignRecipient, 'customer' | 'deliveryReceiptStatus'> &
  Pick<LoggedRecipient, 'name' | 'email' | 'phone'>;

const ADVICE = 'search for more of a name, or for an id';

/** Shows the recipients of a campaign, and hands all of them out. */
export class CampaignRecipientService {
  private readonly campaigns: CampaignRepository;
  private readonly recipients: CampaignRecipientRepository;
  private readonly readPage: ReadSnapshot;
  private readonly readExport: ReadSnapshot;
  private readonly timeouts: { pageMs: number; exportMs: number };

  constructor(deps: {
    campaigns: CampaignRepository;
    recipients: CampaignRecipientRepository;
    /** In which no statement may take longer than `timeouts.pageMs`. */
    readPage: ReadSnapshot;
    /** The same with `timeouts.exportMs`, on connections that slow readers may keep. */
    readExport: ReadSnapshot;
    timeouts: { pageMs: number; exportMs: number };
  }) {
    this.campaigns = deps.campaigns;
    this.recipients = deps.recipients;
    this.readPage = deps.readPage;
    this.readExport = deps.readExport;
    this.timeouts = deps.timeouts;
  }

  /** @throws DomainError `not_found` or `timed_out` */
  async list(id: string, query: RecipientsQuery, signal: AbortSignal): Promise<CampaignRecipient[]> {
    const { cursor, limit, ...filters } = query;
    const reading = this.readPage(signal, async (db) => {
      const campaign = await this.find(id, db);
      return { campaign, rows: await this.recipients.findPage(db, id, filters, { afterCustomerId: cursor, limit }) };
    });
    const { campaign, rows } = await explainStopped(this.timeouts.pageMs, ADVICE, reading);
    return rows.map(({ name, email, phone, ...log }) => ({
      ...toLogOutput(log, campaign),
      customer: { id: log.customerId, name, email, phone },
    }));
  }

  /** @returns what hands over everybody. @throws DomainError `not_found` */
  async prepareExport(id: string, filters: RecipientFilters, signal: AbortSignal) {
    const campaign = await this.find(id);
    return (take: (lines: RecipientLine[]) => Promise<void>): Promise<void> => {
      const reading = this.readExport(signal, (db) =>
        this.recipients.readAll(db, id, filters, (rows) => take(rows.map((row) => toLine(row, campaign)))),
      );
      return explainStopped(this.timeouts.exportMs, ADVICE, reading);
    };
  }

  private async find(id: string, db?: Queryable): Promise<Campaign> {
    const campaign = await this.campaigns.findById(id, db);
    if (campaign === undefined) throw new DomainError('not_found', `there is no campaign ${id}`);
    return campaign;
  }
}

function toLine({ name, email, phone, ...log }: LoggedRecipient, campaign: Campaign): RecipientLine {
  return { ...toLogOutput(log, campaign), name, email, phone };
}
