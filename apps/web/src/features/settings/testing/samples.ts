import type { ApiKeyOutput, AuditEventOutput, DeliveryStateOutput, MemberOutput } from '@herald/shared';

const id = (end: number) => `01975a3e-8f00-7000-8000-0000000000${String(end).padStart(2, '0')}`;
const AT = '2026-11-01T10:00:00.000Z';

export const sampleMember = (end: number, more: Partial<MemberOutput> = {}): MemberOutput => ({
  id: id(end),
  email: `member${end}@example.com`,
  name: null,
  role: 'marketer',
  isLocal: false,
  hasSignedIn: true,
  createdAt: AT,
  lastSignInAt: AT,
  ...more,
});

export const sampleKey = (end: number, more: Partial<ApiKeyOutput> = {}): ApiKeyOutput => ({
  id: id(end),
  name: `Key ${end}`,
  mode: 'live',
  scopes: ['ingest'],
  hint: 'wXyZ',
  state: 'active',
  createdAt: AT,
  createdBy: null,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  replacesId: null,
  ...more,
});

export const sampleEvent = (end: number, more: Partial<AuditEventOutput> = {}): AuditEventOutput => ({
  id: id(end),
  at: AT,
  actor: 'member',
  actorId: id(1),
  action: 'campaign.launch',
  outcome: 'done',
  reason: null,
  subjectId: id(50),
  address: '127.0.0.1',
  requestId: id(60),
  ...more,
});

export const sampleDelivery = (more: Partial<DeliveryStateOutput> = {}): DeliveryStateOutput => ({
  sending: 'on',
  reason: null,
  stoppedAt: null,
  workers: [
    {
      id: id(70),
      startedAt: AT,
      seenAt: AT,
      vendor: {
        origin: 'https://vendor.example',
        isMock: false,
        isSigned: true,
        canLookUp: false,
        messagesPerJob: 100,
        connections: 32,
        timeoutMs: 10_000,
        maxAttempts: 10,
      },
      vendorTrouble: null,
    },
  ],
  waitingReceipts: 12,
  orphanReceipts: 3,
  ...more,
});

/** What the API answers when it refuses. */
export const sampleProblem = (status: number, code: string, detail: string, errors?: object[]) => ({
  status,
  body: { type: 'about:blank', title: 'Refused', status, code, detail, requestId: id(99), ...(errors && { errors }) },
});
