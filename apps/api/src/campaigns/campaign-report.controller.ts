import { DomainError } from '@herald/shared';

import { mayDo } from '../access/caller.ts';
import type { Caller } from '../access/caller.ts';
import { csvAnswer } from '../http/csv-answer.ts';
import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { CampaignRecipientService } from './campaign-recipient.service.ts';
import type { CampaignReportService } from './campaign-report.service.ts';
import type { CampaignStreamService } from './campaign-stream.service.ts';

const CSV_COLUMNS = [
  'customerId',
  'name',
  'email',
  'phone',
  'status',
  'personalizedMessage',
  'createdAt',
  'acceptedAt',
  'sentAt',
  'failedAt',
  'cancelledAt',
  'failureClass',
  'failureReason',
  'exclusionReason',
  'attempts',
  'vendorMessageId',
  'id',
] as const;

/** What became of a campaign. */
export class CampaignReportController {
  private readonly recipients: CampaignRecipientService;
  private readonly reports: CampaignReportService;
  private readonly streams: CampaignStreamService;

  constructor(services: {
    recipients: CampaignRecipientService;
    reports: CampaignReportService;
    streams: CampaignStreamService;
  }) {
    this.recipients = services.recipients;
    this.reports = services.reports;
    this.streams = services.streams;
  }

  listCampaignRecipients = async ({
    params,
    query,
    caller,
    signal,
  }: CallInput<'listCampaignRecipients'>): Promise<Reply<'listCampaignRecipients'>> => {
    const maySeePeople = mayDo(caller, 'people.read');
    // Whom a search finds would tell who it is.
    if (query.search !== undefined && !maySeePeople) {
      throw new DomainError('forbidden', 'to search for people takes the permission people.read');
    }
    const recipients = await this.recipients.list(params.id, withOneMore(query), signal);
    const { page, next } = cutPage(recipients, query.limit, ({ customerId }) => customerId);
    const hidden = { customer: null, personalizedMessage: null };
    return { status: 200, body: maySeePeople ? page : page.map((row) => ({ ...row, ...hidden })), next };
  };

  exportCampaignRecipients = async ({
    params,
    query,
    signal,
  }: CallInput<'exportCampaignRecipients'>): Promise<Reply<'exportCampaignRecipients'>> => {
    const readAll = await this.recipients.prepareExport(params.id, query, signal);
    return { status: 200, body: csvAnswer(CSV_COLUMNS, readAll) };
  };

  getCampaignReport = async ({
    params,
    signal,
  }: CallInput<'getCampaignReport'>): Promise<Reply<'getCampaignReport'>> => ({
    status: 200,
    body: await this.reports.read(params.id, signal),
  });

  streamCampaign = async ({
    params,
    caller,
    signal,
  }: CallInput<'streamCampaign'>): Promise<Reply<'streamCampaign'>> => ({
    status: 200,
    body: await this.streams.start(params.id, nameOf(caller), signal),
  });
}

function nameOf(caller: Caller): string {
  if (caller.kind === 'member') return caller.memberId;
  return caller.kind === 'key' ? caller.keyId : caller.address;
}
