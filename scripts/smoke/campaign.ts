import { campaignProgressSchema } from '@herald/shared';
import type { CampaignBooksOutput, CampaignDetailOutput } from '@herald/shared';

import { vendorsOf } from './inside.ts';
import type { OwnShop } from './own-shop.ts';
import { parseJson } from './smoke-client.ts';
import type { SmokeClient } from './smoke-client.ts';
import { SmokeFailure } from './smoke-failure.ts';
import { lookUntil } from './until.ts';

// A campaign to the run's own customers, from the launch to its books.

/** A vendor has that long to take the messages and to report them. */
const CAMPAIGN_TIMEOUT_MS = 180_000;
const FINISHED = ['COMPLETED', 'CANCELLED', 'FAILED'];

/** @returns the id of the launched campaign. */
export async function launch(
  client: SmokeClient,
  shop: OwnShop,
  segmentId: string,
): Promise<{ told: string; campaignId: string }> {
  const { id, audienceSize } = await client.call('createCampaign', {
    body: {
      name: shop.tag,
      segmentId,
      messageTemplate: 'This is a test of Herald, {name}. Nobody should ever read it.',
      draft: false,
      holdoutPercent: 0,
      tags: ['smoke-test'],
    },
  });
  if (audienceSize !== shop.size) {
    throw new SmokeFailure(
      `its audience has ${audienceSize} people instead of ${shop.size}`,
      `the campaign ${shop.tag}`,
    );
  }
  return { told: `launched to ${audienceSize} people`, campaignId: id };
}

/** Follows it live, as its page does, until it says that it is over. */
export async function follow(client: SmokeClient, campaignId: string): Promise<string> {
  const patienceMs = Math.max(0, Math.min(CAMPAIGN_TIMEOUT_MS, client.deadline - Date.now()));
  const patience = AbortSignal.any([client.signal, AbortSignal.timeout(patienceMs)]);
  let pictures = 0;
  let last = '';
  try {
    for await (const { event, data } of events(client.stream(`/api/campaigns/${campaignId}/events`, patience))) {
      if (event === 'end') return `${pictures} pictures of it came live, the last of them ${last}`;
      const progress = campaignProgressSchema.safeParse(parseJson(data)).data;
      if (progress === undefined) continue;
      pictures += 1;
      last = `${progress.status}, ${progress.summary.open} open`;
    }
  } catch (error) {
    client.signal.throwIfAborted();
    if (!(error instanceof SmokeFailure)) throw error;
    if (pictures === 0) throw notLive(error.message);
  }
  if (pictures === 0) throw notLive('the stream ended without any');
  // It ends by itself after some minutes, and a proxy may cut it; what became of the campaign is the next step's.
  return `${pictures} pictures of it came live; the stream was over before the campaign`;
}

function notLive(why: string): SmokeFailure {
  return new SmokeFailure(
    `no live picture of the campaign came: ${why}`,
    'the proxy: it must hand on text/event-stream at once and not buffer it',
  );
}

async function* events(pieces: AsyncIterable<string>): AsyncGenerator<{ event: string; data: string }> {
  let rest = '';
  for await (const piece of pieces) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n');
      const value = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      yield { event: value('event') ?? '', data: value('data') ?? '' };
    }
  }
}

/** @returns the finished campaign with a row for each recipient. */
export async function untilFinished(
  client: SmokeClient,
  campaignId: string,
): Promise<{ told: string; campaign: CampaignDetailOutput }> {
  const campaign = await lookUntil(
    () => client.call('getCampaign', { params: { id: campaignId }, query: { limit: '100' } }),
    ({ status, summary }) => (FINISHED.includes(status) && summary.open === 0) || status === 'PAUSED',
    { timeoutMs: CAMPAIGN_TIMEOUT_MS, client },
  );
  if (campaign.status !== 'COMPLETED') throw await whyUnfinished(client, campaign);
  const { sent, failed, excluded } = campaign.summary;
  return { told: `COMPLETED: ${sent} sent, ${failed} failed, ${excluded} excluded, 0 open`, campaign };
}

async function whyUnfinished(client: SmokeClient, campaign: CampaignDetailOutput): Promise<SmokeFailure> {
  const state = await client.call('getDeliveryState');
  const { status, pauseReason, failureReason, summary, rows } = campaign;
  const stands = `the campaign is ${status} with ${summary.open} of ${campaign.audienceSize} messages open`;
  const trouble = state.workers.find(({ vendorTrouble }) => vendorTrouble !== null)?.vendorTrouble;
  if (state.workers.length === 0) {
    return new SmokeFailure(`${stands}, and no worker was seen lately`, 'whether the worker runs, and its log');
  }
  if (trouble) {
    const why = trouble.lastError ?? 'it does not answer';
    return new SmokeFailure(
      `${stands}: the vendor ${vendorsOf(state)} fails: ${why}`,
      'VENDOR_URL, VENDOR_SECRET, and the vendor',
    );
  }
  if (rows.some((row) => row.status === 'ACCEPTED')) {
    return new SmokeFailure(
      `${stands}: the vendor took messages and reported nothing`,
      'RECEIPT_SECRET and the address at which the vendor reports: POST <URL>/api/delivery-receipt',
    );
  }
  const asked = Math.max(0, ...rows.map(({ attempts }) => attempts));
  const reason =
    pauseReason ?? failureReason ?? `the vendor has not taken them, asked ${asked} times without an answer`;
  return new SmokeFailure(
    `${stands}: ${reason}`,
    `VENDOR_URL (messages go to ${vendorsOf(state)}), and the log of the worker`,
  );
}

/** Everybody ended once, the way that was to be expected, and what was sent was reported by the vendor. */
export function checkRecipients(campaign: CampaignDetailOutput, shop: OwnShop, wantsMessages: boolean): string {
  const { rows } = campaign;
  const ended = wantsMessages ? ['SENT', 'FAILED'] : ['EXCLUDED'];
  const odd = rows.find(({ status }) => !ended.includes(status));
  if (
    rows.length !== shop.size ||
    new Set(rows.map(({ customerId }) => customerId)).size !== shop.size ||
    odd !== undefined
  ) {
    throw new SmokeFailure(
      `${rows.length} rows of ${shop.size} people${odd === undefined ? '' : `, one of which ended as ${odd.status}`}`,
      `the recipients of the campaign ${shop.tag}`,
    );
  }
  if (!wantsMessages) return `all ${shop.size} are EXCLUDED because they want no messages; the vendor was not called`;
  return `each of ${shop.size} ended exactly once`;
}

/** Whom the vendor refused has no receipt; of everybody else there must be one. */
export function checkReceipts({ rows }: CampaignDetailOutput): string {
  const accepted = rows.filter(({ acceptedAt }) => acceptedAt !== null);
  const reported = accepted.filter(({ deliveryReceiptStatus }) => deliveryReceiptStatus !== null);
  const failed = rows.filter(({ status }) => status === 'FAILED');
  if (accepted.length === 0) {
    throw new SmokeFailure(
      `the vendor took none of the messages: ${failed[0]?.failureReason ?? 'nobody says why'}`,
      'VENDOR_URL and VENDOR_SECRET; a vendor that refuses addresses at herald.invalid cannot be tested with a campaign: --no-send',
    );
  }
  if (reported.length < accepted.length) {
    throw new SmokeFailure(
      `of ${accepted.length} messages that the vendor took only ${reported.length} were reported`,
      'RECEIPT_SECRET, and the address at which the vendor reports',
    );
  }
  const undelivered =
    failed.length === 0 ? '' : `; ${failed.length} were reported or refused as undeliverable, which is an answer too`;
  return `${reported.length} of ${accepted.length} messages that the vendor took were reported${undelivered}`;
}

export async function checkBooks(client: SmokeClient, campaignId: string, shop: OwnShop): Promise<string> {
  const books: CampaignBooksOutput = await client.call('getCampaignBooks', { params: { id: campaignId } });
  if (!books.balanced || books.rows !== shop.size) {
    throw new SmokeFailure(
      `the books do not balance: ${books.rows} rows of ${books.audienceSize} people, counters ${JSON.stringify(books.counters)}`,
      `GET /api/campaigns/${campaignId}/books, and the log of the worker`,
    );
  }
  return `counters equal rows: ${JSON.stringify(books.counters)}`;
}
