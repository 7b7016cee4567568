import type { CampaignOutput, CampaignProgress, PreviewCampaignOutput, SegmentOutput } from '@herald/shared';

export const CAMPAIGN_ID = '01975a3e-8f00-7000-8000-00000000000a';
export const SEGMENT_ID = '01975a3e-8f00-7000-8000-00000000000b';
const CUSTOMER_ID = '01975a3e-8f00-7000-8000-00000000000c';
const NOON = '2026-11-28T12:00:00.000Z';

export function sampleCampaign(changes: Partial<CampaignOutput> = {}): CampaignOutput {
  return {
    id: CAMPAIGN_ID,
    name: 'Diwali offer',
    messageTemplate: 'Hi {name|there}',
    segmentId: SEGMENT_ID,
    segmentName: 'Big spenders',
    status: 'DRAFT',
    audienceSize: 0,
    sentCount: 0,
    failedCount: 0,
    excludedCount: 0,
    heldOutCount: 0,
    cancelledCount: 0,
    holdoutPercent: 0,
    reachBy: 'email',
    tags: [],
    failureReason: null,
    pauseReason: null,
    revision: 0,
    createdAt: NOON,
    updatedAt: NOON,
    scheduledAt: null,
    launchedAt: null,
    pausedAt: null,
    cancelledAt: null,
    completedAt: null,
    sealedAt: null,
    ...changes,
  };
}

/** With a summary that fits the counters. */
export function sampleProgress(changes: Partial<CampaignOutput> = {}): CampaignProgress {
  const campaign = sampleCampaign({ status: 'SENDING', audienceSize: 100, launchedAt: NOON, ...changes });
  const { sentCount, failedCount, excludedCount, heldOutCount, cancelledCount, audienceSize } = campaign;
  const ended = sentCount + failedCount + excludedCount + heldOutCount + cancelledCount;
  const summary = {
    total: audienceSize,
    open: audienceSize - ended,
    sent: sentCount,
    failed: failedCount,
    excluded: excludedCount,
    heldOut: heldOutCount,
    cancelled: cancelledCount,
  };
  return { ...campaign, summary };
}

export const sampleSegment: SegmentOutput = {
  id: SEGMENT_ID,
  name: 'Big spenders',
  kind: 'static',
  rules: { combinator: 'and', rules: [] },
  description: 'spent at least 10,000 INR',
  error: null,
  audienceSize: 5_000,
  lastComputedAt: NOON,
  usedBy: { campaigns: 0, segments: 0 },
  createdAt: NOON,
  updatedAt: NOON,
};

export function samplePreview(changes: Partial<PreviewCampaignOutput> = {}): PreviewCampaignOutput {
  return {
    audienceSize: 5_000,
    willReceive: 4_812,
    heldOut: 0,
    heldOutIsExact: true,
    excluded: { UNSUBSCRIBED: 100, NO_EMAIL: 88, NO_PHONE: 0, ERASED: 0 },
    templateError: null,
    missing: [],
    example: {
      customer: {
        id: CUSTOMER_ID,
        name: 'Asha Rao',
        email: 'asha@example.com',
        city: 'Pune',
        totalSpend: 12_000,
        orderCount: 3,
        lastOrderAt: NOON,
      },
      isInAudience: true,
      excludedFor: null,
      isHeldOut: false,
      message: 'Hi Asha Rao',
      messageError: null,
    },
    ...changes,
  };
}

export const sampleCustomer = {
  id: CUSTOMER_ID,
  externalId: null,
  name: 'Asha Rao',
  email: 'asha@example.com',
  phone: null,
  address: null,
  visits: 0,
  tags: [],
  attributes: {},
  unsubscribed: false,
  totalSpend: 12_000,
  orderCount: 3,
  averageOrderValue: 4_000,
  firstOrderAt: NOON,
  lastOrderAt: NOON,
  createdAt: NOON,
  updatedAt: NOON,
  erasedAt: null,
};
