import { useState } from 'react';

import type { Draft } from '../use-draft.ts';

export interface Replacement {
  /** Writes a suggestion in the place of the message. */
  replace: (template: string) => void;
  /** Puts back what was there; undefined once somebody has written on. */
  undo: (() => void) | undefined;
  /** Whether the message is a suggestion as it came, so that another may take its place unasked. */
  isUntouched: boolean;
}

/** A suggestion in the place of what somebody wrote, with the way back. */
export function useReplacement({ fields, store }: Draft): Replacement {
  const [latest, setLatest] = useState<{ before: string; after: string }>();
  const isUntouched = latest !== undefined && fields.messageTemplate === latest.after;
  const replace = (template: string) => {
    // One suggestion after another: what was written oneself is what one wants back.
    const before = isUntouched ? latest.before : fields.messageTemplate;
    setLatest({ before, after: template });
    store.change({ messageTemplate: template });
  };
  const undo = () => {
    if (latest === undefined) return;
    store.change({ messageTemplate: latest.before });
    setLatest(undefined);
  };
  return { replace, undo: isUntouched ? undo : undefined, isUntouched };
}
