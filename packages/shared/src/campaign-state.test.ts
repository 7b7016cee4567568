import { describe, expect, it } from '@jest/globals';

import {
  ACTIVE_CAMPAIGN_STATUSES,
  actionsIn,
  CAMPAIGN_ACTIONS,
  CAMPAIGN_STATUSES,
  CAMPAIGN_TRANSITIONS,
  COMMUNICATION_STATUSES,
  COMMUNICATION_TRANSITIONS,
  FAILURE_CLASSES,
  OPEN_COMMUNICATION_STATUSES,
  RETRIABLE_FAILURE_CLASSES,
  statesBefore,
  TERMINAL_COMMUNICATION_STATUSES,
} from './campaign-state.ts';
import type { CampaignAction, CampaignStatus } from './campaign-state.ts';

describe('communication log', () => {
  it('is open or has ended', () => {
    expect(OPEN_COMMUNICATION_STATUSES).toEqual(['PENDING', 'SENDING', 'ACCEPTED']);
    expect(TERMINAL_COMMUNICATION_STATUSES).toEqual(['SENT', 'FAILED', 'CANCELLED', 'EXCLUDED', 'HOLDOUT']);
  });

  it('never leaves its end, except that a failed message may be tried again, or was delivered after all', () => {
    const left = TERMINAL_COMMUNICATION_STATUSES.filter((status) => COMMUNICATION_TRANSITIONS[status].length > 0);
    expect(left).toEqual(['FAILED']);
    expect(COMMUNICATION_TRANSITIONS.FAILED).toEqual(['PENDING', 'SENT']);
  });

  it('can end from every open state, because a receipt may come at any time', () => {
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'SENT')).toEqual([...OPEN_COMMUNICATION_STATUSES, 'FAILED']);
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'FAILED')).toEqual(OPEN_COMMUNICATION_STATUSES);
  });

  it('is sent from PENDING only, accepted only while it is being sent, and cancelled only while the vendor was not asked', () => {
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'SENDING')).toEqual(['PENDING']);
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'ACCEPTED')).toEqual(['SENDING']);
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'CANCELLED')).toEqual(['PENDING']);
  });

  it('is HOLDOUT from the start or never, and EXCLUDED later only while the vendor may not have it', () => {
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'HOLDOUT')).toEqual([]);
    expect(statesBefore(COMMUNICATION_TRANSITIONS, 'EXCLUDED')).toEqual(['PENDING', 'SENDING']);
  });

  it('leads on to what there is, from everything that is still to come', () => {
    for (const status of COMMUNICATION_STATUSES) {
      for (const next of COMMUNICATION_TRANSITIONS[status]) expect(COMMUNICATION_STATUSES).toContain(next);
    }
    for (const status of OPEN_COMMUNICATION_STATUSES) expect(COMMUNICATION_TRANSITIONS[status]).not.toEqual([]);
  });
});

describe('failed messages', () => {
  it('can be tried again, unless their text could not be made', () => {
    expect(FAILURE_CLASSES.filter((each) => !RETRIABLE_FAILURE_CLASSES.some((one) => one === each))).toEqual([
      'TEMPLATE',
    ]);
  });
});

/** The states that lead from one of them to another in any number of steps, without those left out. */
function reachableFrom(start: CampaignStatus, leftOut: readonly CampaignStatus[] = []): CampaignStatus[] {
  const seen = new Set<CampaignStatus>();
  const pending = [...CAMPAIGN_TRANSITIONS[start]];
  for (let status = pending.pop(); status !== undefined; status = pending.pop()) {
    if (seen.has(status) || leftOut.includes(status)) continue;
    seen.add(status);
    pending.push(...CAMPAIGN_TRANSITIONS[status]);
  }
  return [...seen];
}

describe('campaign', () => {
  it('ends when it is cancelled or has failed', () => {
    expect(CAMPAIGN_STATUSES.filter((status) => CAMPAIGN_TRANSITIONS[status].length === 0)).toEqual([
      'CANCELLED',
      'FAILED',
    ]);
  });

  it('is launched once: nothing leads back to before', () => {
    const launched = CAMPAIGN_STATUSES.filter((status) => !['DRAFT', 'SCHEDULED'].includes(status));
    for (const status of launched) {
      expect(reachableFrom(status)).not.toContain('DRAFT');
      expect(reachableFrom(status)).not.toContain('SCHEDULED');
    }
  });

  it('leads back only when it goes on after a pause, or tries failed messages again', () => {
    for (const status of CAMPAIGN_STATUSES) {
      expect(reachableFrom(status, ['PAUSED', 'COMPLETED'])).not.toContain(status);
    }
    expect(CAMPAIGN_TRANSITIONS.COMPLETED).toEqual(['SENDING']);
  });

  it('can fail only before its whole audience is written', () => {
    expect(statesBefore(CAMPAIGN_TRANSITIONS, 'FAILED')).toEqual(['SCHEDULED', 'PROCESSING']);
  });

  it('can be complete whenever its last receipt comes', () => {
    expect(statesBefore(CAMPAIGN_TRANSITIONS, 'COMPLETED')).toEqual(['PROCESSING', 'SENDING', 'PAUSED']);
  });

  it('is active exactly while it goes on by itself', () => {
    expect(ACTIVE_CAMPAIGN_STATUSES).toEqual(['PROCESSING', 'SENDING']);
  });
});

describe('what can be done with a campaign', () => {
  it.each<[CampaignStatus, CampaignAction[]]>([
    ['DRAFT', ['launch', 'cancel']],
    ['SCHEDULED', ['launch', 'cancel']],
    ['PROCESSING', ['pause', 'cancel']],
    ['SENDING', ['pause', 'cancel', 'retry-failed']],
    ['PAUSED', ['resume', 'cancel', 'retry-failed']],
    ['COMPLETED', ['retry-failed']],
    ['CANCELLED', []],
    ['FAILED', []],
  ])('that is %s: %j', (status, actions) => {
    expect(actionsIn(status)).toEqual(actions);
  });

  it.each<[Exclude<CampaignAction, 'retry-failed'>, CampaignStatus[]]>([
    ['launch', ['PROCESSING', 'SCHEDULED']],
    ['pause', ['PAUSED']],
    ['resume', ['PROCESSING', 'SENDING']],
    ['cancel', ['CANCELLED']],
  ])('%s only changes states that lead there', (action, targets) => {
    for (const status of CAMPAIGN_ACTIONS[action] as readonly CampaignStatus[]) {
      const reached = targets.filter((target) => CAMPAIGN_TRANSITIONS[status].includes(target));
      // A campaign that waits for its time may wait for another one.
      expect(reached.length).toBe(status === 'SCHEDULED' && action === 'launch' ? 1 : targets.length);
    }
  });
});
