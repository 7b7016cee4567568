import { describe, expect, it } from '@jest/globals';

import {
  ACTIVE_CAMPAIGN_STATUSES,
  CAMPAIGN_STATUSES,
  CAMPAIGN_TRANSITIONS,
  COMMUNICATION_STATUSES,
  COMMUNICATION_TRANSITIONS,
  statesBefore,
  TERMINAL_COMMUNICATION_STATUSES,
} from './campaign-state.ts';

describe('communication log', () => {
  it('ends as SENT or FAILED, and never leaves either', () => {
    expect(TERMINAL_COMMUNICATION_STATUSES).toEqual(['SENT', 'FAILED']);
  });

  it('can end from every open state, because a receipt may come at any time', () => {
    const open = COMMUNICATION_STATUSES.filter((status) => !TERMINAL_COMMUNICATION_STATUSES.includes(status));
    expect(open).toEqual(['PENDING', 'SENDING', 'ACCEPTED']);
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'SENT')).toEqual(open);
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'FAILED')).toEqual(open);
  });

  it('is sent from PENDING only, and accepted only while it is being sent', () => {
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'SENDING')).toEqual(['PENDING']);
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'ACCEPTED')).toEqual(['SENDING']);
  });

  it('goes back to PENDING only while nobody knows whether the vendor has it', () => {
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'PENDING')).toEqual(['SENDING']);
  });
});

describe('campaign', () => {
  it('is sent once: nothing leads back, and the ends are ends', () => {
    const reachable = (from: (typeof CAMPAIGN_STATUSES)[number]): string[] =>
      CAMPAIGN_TRANSITIONS[from].flatMap((to) => [to, ...reachable(to)]);
    for (const status of CAMPAIGN_STATUSES) expect(reachable(status)).not.toContain(status);
    expect(CAMPAIGN_STATUSES.filter((status) => CAMPAIGN_TRANSITIONS[status].length === 0)).toEqual([
      'COMPLETED',
      'FAILED',
    ]);
  });

  it('can fail only before its first row is handed to the vendor for good', () => {
    expect(statesBefore(CAMPAIGN_TRANSITIONS, 'FAILED')).toEqual(['PROCESSING']);
    expect(statesBefore(CAMPAIGN_TRANSITIONS, 'COMPLETED')).toEqual(['SENDING']);
  });

  it('is active exactly while something is left to do', () => {
    expect(ACTIVE_CAMPAIGN_STATUSES).toEqual(['PROCESSING', 'SENDING']);
  });
});
