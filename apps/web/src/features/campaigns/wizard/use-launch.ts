import { newId } from '@herald/shared';
import type { CampaignOutput } from '@herald/shared';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

import { campaignsChanged, launchCampaign } from '../../../api/campaigns.ts';
import { ApiError } from '../../../lib/api-client.ts';
import type { DraftStore } from './draft-store.ts';

const CONFLICT = 409;

/** The draft is another one than was reviewed; the page says so itself. */
export class DraftChanged extends Error {
  override name = 'DraftChanged';
}

interface Attempt {
  /** What is launched; another thing needs another key. */
  of: string;
  key: string;
}

/**
 * Launches the draft as it was reviewed, once: a call whose answer got lost is repeated with the
 * same key, and then does nothing twice.
 *
 * @throws DraftChanged, or what Herald says against it
 */
export function useLaunch(store: DraftStore): (scheduledAt: string | undefined) => Promise<CampaignOutput> {
  const queryClient = useQueryClient();
  const attempt = useRef<Attempt>(undefined);
  return async (scheduledAt) => {
    if (!(await store.flush())) throw new DraftChanged('The draft is not saved.');
    const { id, revision } = store.getSnapshot();
    if (id === undefined) throw new DraftChanged('The draft is not saved.');
    const of = JSON.stringify([id, revision, scheduledAt]);
    if (attempt.current?.of !== of) attempt.current = { of, key: newId() };
    try {
      const body = { revision, ...(scheduledAt !== undefined && { scheduledAt }) };
      const campaign = await launchCampaign({ params: { id }, body }, { idempotencyKey: attempt.current.key });
      campaignsChanged(queryClient);
      return campaign;
    } catch (error) {
      // What was refused is kept with its key, and may be granted another time.
      if (error instanceof ApiError && error.kind === 'refused') attempt.current = undefined;
      const isConflict = error instanceof ApiError && error.status === CONFLICT;
      if (isConflict && (await store.noticeConflict())) throw new DraftChanged(error.message);
      throw error;
    }
  };
}
