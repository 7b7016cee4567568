import { DomainError, MessageNotRendered, newId, parseMessageTemplate } from '@herald/shared';
import type { MessageTemplate } from '@herald/shared';
import type {
  Campaign,
  CampaignRepository,
  CommunicationLogRepository,
  Logger,
  NewCommunicationLog,
  Transact,
} from '@herald/platform';

import type { DeliveryPublisher } from '../delivery/delivery-publisher.ts';
import type { Recipient, RecipientRepository } from './recipient.repository.ts';
import { templateDataOf } from './template-data.ts';

/** Another worker writes the same campaign's audience; this one stops. */
class CursorMoved extends Error {}

/** Writes the rows of a launched campaign, page by page. */
export class LaunchService {
  private readonly transact: Transact;
  private readonly campaigns: CampaignRepository;
  private readonly recipients: RecipientRepository;
  private readonly logs: CommunicationLogRepository;
  private readonly publisher: DeliveryPublisher;
  private readonly logger: Logger;
  private readonly zone: string;
  private readonly pageSize: number;

  constructor(deps: {
    transact: Transact;
    campaigns: CampaignRepository;
    recipients: RecipientRepository;
    logs: CommunicationLogRepository;
    publisher: DeliveryPublisher;
    logger: Logger;
    zone: string;
    /** Recipients in a page; memory is bounded by it. */
    pageSize: number;
  }) {
    this.transact = deps.transact;
    this.campaigns = deps.campaigns;
    this.recipients = deps.recipients;
    this.logs = deps.logs;
    this.publisher = deps.publisher;
    this.logger = deps.logger;
    this.zone = deps.zone;
    this.pageSize = deps.pageSize;
  }

  /** Goes on from the last page that was remembered, so a repeated job resumes or finds nothing to do. */
  async launch(campaignId: string): Promise<void> {
    const campaign = await this.campaigns.findById(campaignId);
    if (campaign?.status !== 'PROCESSING') return;
    const template = await this.parseTemplate(campaign);
    if (template === undefined) return;
    try {
      await this.writePages(campaign, template);
    } catch (error) {
      if (!(error instanceof CursorMoved)) throw error;
      this.logger.warn({ campaignId }, 'campaign.launch.cursor_moved');
    }
  }

  private async parseTemplate(campaign: Campaign): Promise<MessageTemplate | undefined> {
    try {
      return parseMessageTemplate(campaign.messageTemplate);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.campaigns.markFailed(campaign.id, error.message);
      this.logger.error({ campaignId: campaign.id }, 'campaign.launch.bad_template');
      return undefined;
    }
  }

  private async writePages(campaign: Campaign, template: MessageTemplate): Promise<void> {
    let from = campaign.audienceCursor;
    do {
      const to = Math.min(from + this.pageSize, campaign.audienceSize);
      await this.writePage(campaign.id, template, from, to);
      this.logger.info({ campaignId: campaign.id, from, to }, 'campaign.launch.page_written');
      from = to;
    } while (from < campaign.audienceSize);
  }

  /** Commits the rows and the cursor together, then publishes; the sweep publishes what a crash leaves. */
  private async writePage(campaignId: string, template: MessageTemplate, from: number, to: number): Promise<void> {
    const recipients = await this.recipients.findSlice(campaignId, from, to);
    const logs = recipients.map((recipient) => this.renderLog(template, recipient));
    const written = await this.transact(async (tx) => {
      const inserted = await this.logs.insertMany(tx, campaignId, logs);
      const rows = logs.filter((log) => inserted.has(log.id));
      const failed = rows.filter((log) => log.failureReason !== null).length;
      const advanced = await this.campaigns.advanceCursor(tx, { campaignId, from, to, failed });
      if (!advanced) throw new CursorMoved();
      return rows;
    });
    await this.publisher.publish(
      campaignId,
      written.filter((log) => log.failureReason === null),
    );
  }

  private renderLog(template: MessageTemplate, recipient: Recipient): NewCommunicationLog {
    const log = { id: newId(), customerId: recipient.id, personalizedMessage: '', failureReason: null };
    try {
      return { ...log, personalizedMessage: template.render(templateDataOf(recipient, this.zone)) };
    } catch (error) {
      if (!(error instanceof MessageNotRendered)) throw error;
      return { ...log, failureReason: error.message };
    }
  }
}
