import type { CampaignOutput } from '@herald/shared';
import { useEffect, useState, useSyncExternalStore } from 'react';

import type { DraftFields } from './draft-fields.ts';
import { type DraftSnapshot, DraftStore } from './draft-store.ts';

export interface Draft extends DraftSnapshot {
  store: DraftStore;
}

/** A draft that is saved as one types, also when the page is left. */
export function useDraft(given: CampaignOutput | DraftFields): Draft {
  const [store] = useState(() => new DraftStore(given));
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot);
  useEffect(() => {
    const onHidden = () => {
      if (document.visibilityState === 'hidden') void store.flush();
    };
    const onLeave = () => store.flushOnLeave();
    document.addEventListener('visibilitychange', onHidden);
    window.addEventListener('pagehide', onLeave);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('pagehide', onLeave);
    };
  }, [store]);
  return { ...snapshot, store };
}
