import type {
  CampaignOutput,
  DeliveryStateOutput,
  PreviewCampaignOutput,
  SendTimeOutput,
  SuggestCampaignTagsOutput,
  SuggestMessagesOutput,
} from '@herald/shared';

import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { offlineOrigin, sampleSendTime } from '../../../testing/sample-suggestions.ts';
import { sampleCampaign, sampleCustomer, samplePreview, sampleSegment } from './sample-campaign.ts';

export interface NotedCall {
  method: string;
  path: string;
  body: Record<string, unknown>;
  headers: Record<string, string>;
  isKeptAlive: boolean;
}

const CONFLICT: FakeAnswer = { status: 409, body: { code: 'conflict', detail: 'somebody has changed it since' } };
const WORKER = { id: sampleCustomer.id, startedAt: sampleCustomer.createdAt, seenAt: sampleCustomer.createdAt };

/** As much of Herald as a draft meets: it keeps one, counts its revisions, and previews it. */
export class FakeDrafts {
  draft: CampaignOutput;
  preview: PreviewCampaignOutput = samplePreview();
  delivery: DeliveryStateOutput = {
    sending: 'on',
    reason: null,
    stoppedAt: null,
    workers: [{ ...WORKER, vendor: null, vendorTrouble: null }],
    waitingReceipts: 0,
    orphanReceipts: 0,
  };
  sendTime: SendTimeOutput = sampleSendTime();
  messages: SuggestMessagesOutput = sampleMessages();
  tags: SuggestCampaignTagsOutput = {
    tags: [
      { tag: 'win-back', reason: 'They have not ordered for a while' },
      { tag: 'high value', reason: 'They spent at least 10,000' },
    ],
    origin: offlineOrigin,
  };
  readonly calls: NotedCall[] = [];
  /** Stands in for the answer to a call; `null` is one that never comes, though it was done. */
  instead: (call: NotedCall) => FakeAnswer | null | undefined = () => undefined;
  readonly restore: () => void;

  constructor(draft: Partial<CampaignOutput> = {}) {
    this.draft = sampleCampaign(draft);
    this.restore = fakeApi((address, call) => this.answer(address, call));
  }

  /** Those of one kind, as `PATCH`, without previews and suggestions, which change nothing. */
  callsOf(method: string): NotedCall[] {
    return this.calls.filter(
      (call) => call.method === method && !call.path.endsWith('/preview') && !call.path.startsWith('/api/ai/'),
    );
  }

  /** What another tab does. */
  changeElsewhere(changes: Partial<CampaignOutput>): void {
    this.draft = { ...this.draft, ...changes, revision: this.draft.revision + 1 };
  }

  private answer(address: string, call: RequestInit): FakeAnswer | undefined {
    const noted = noteOf(address, call);
    this.calls.push(noted);
    const instead = this.instead(noted);
    if (instead !== null && instead !== undefined) return instead;
    const answer = this.ordinary(noted);
    return instead === null ? undefined : answer;
  }

  private ordinary({ method, path, body }: NotedCall): FakeAnswer {
    if (path === '/api/ai/messages') return { body: this.messages };
    if (path === '/api/ai/campaign-tags') return { body: this.tags };
    if (path.endsWith('/send-time')) return { body: this.sendTime };
    if (path === '/api/delivery') return { body: this.delivery };
    if (path === '/api/campaigns/preview') return { body: this.preview };
    if (path === '/api/segments') return { body: [sampleSegment] };
    if (path === '/api/segments/fields') return { body: NO_FIELDS };
    if (path.endsWith('/audience')) return { body: [this.preview.example?.customer] };
    if (path.startsWith('/api/segments/')) {
      return { body: { ...sampleSegment, users: { campaigns: [], segments: [] } } };
    }
    if (path === '/api/customers') return { body: [sampleCustomer] };
    if (path.startsWith('/api/customers/')) return { body: { ...sampleCustomer, orders: [] } };
    return this.ofDraft(method, path, body);
  }

  private ofDraft(method: string, path: string, body: Record<string, unknown>): FakeAnswer {
    if (method === 'POST' && path === '/api/campaigns') {
      const { draft: _, ...fields } = body;
      this.draft = sampleCampaign({ messageTemplate: '', ...fields });
      return { status: 201, body: this.draft };
    }
    if (method === 'GET') return { body: { ...this.draft, summary: NO_ROWS, rows: [] } };
    const { revision, ...changes } = body;
    if (revision !== this.draft.revision || this.draft.status !== 'DRAFT') return CONFLICT;
    if (path.endsWith('/launch')) this.draft = { ...this.draft, status: 'PROCESSING', audienceSize: 5_000 };
    else this.changeElsewhere(changes);
    return { body: this.draft };
  }
}

function sampleMessages(): SuggestMessagesOutput {
  const variantOf = (approach: string, messageTemplate: string, example: string) => ({
    approach,
    messageTemplate,
    example,
    reason: `Begins with ${approach}.`,
    length: example.length,
  });
  return {
    variants: [
      variantOf('thanks first', 'Hi {firstName|there}, thank you!', 'Hi Asha, thank you!'),
      variantOf('a question', 'How are you, {firstName|friend}?', 'How are you, Asha?'),
    ],
    rejected: [{ messageTemplate: '90% off, {firstName|you}!', complaints: ['offers 90%, which nobody asked for'] }],
    origin: offlineOrigin,
  };
}

const NO_ROWS = { total: 0, open: 0, sent: 0, failed: 0, excluded: 0, heldOut: 0, cancelled: 0 };
const NO_FIELDS = {
  fields: [],
  orderFields: [],
  limits: { levels: 5, conditions: 50, listValues: 500, textLength: 200, days: 3_650 },
  timeZone: 'UTC',
  currency: 'INR',
};

function noteOf(address: string, { method = 'GET', body, headers, keepalive = false }: RequestInit): NotedCall {
  return {
    method,
    path: address.split('?')[0] ?? '',
    body: typeof body === 'string' ? (JSON.parse(body) as Record<string, unknown>) : {},
    headers: headers as Record<string, string>,
    isKeptAlive: keepalive,
  };
}
