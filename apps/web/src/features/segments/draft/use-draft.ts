import { useCallback, useReducer } from 'react';

import type { DraftGroup } from './draft.ts';
import { beginHistory, type History, record, redo, undo } from './history.ts';

type Action =
  | { kind: 'change'; next: DraftGroup; about?: string; atMs: number }
  | { kind: 'undo' | 'redo' }
  | { kind: 'reset'; next: DraftGroup };

export interface DraftControls {
  draft: DraftGroup;
  /** @param about as the value of one rule: typing on in it is one step of the history */
  change: (next: DraftGroup, about?: string) => void;
  /** Begins anew, with nothing to undo. */
  reset: (next: DraftGroup) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
}

/** A draft with the way back. @param begin makes the first one */
export function useDraft(begin: () => DraftGroup): DraftControls {
  const [history, dispatch] = useReducer(reduce, undefined, () => beginHistory(begin()));
  const change = useCallback(
    (next: DraftGroup, about?: string) =>
      dispatch({ kind: 'change', next, atMs: Date.now(), ...(about !== undefined && { about }) }),
    [],
  );
  const reset = useCallback((next: DraftGroup) => dispatch({ kind: 'reset', next }), []);
  return {
    draft: history.present,
    change,
    reset,
    undo: useCallback(() => dispatch({ kind: 'undo' }), []),
    redo: useCallback(() => dispatch({ kind: 'redo' }), []),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}

function reduce(history: History<DraftGroup>, action: Action): History<DraftGroup> {
  switch (action.kind) {
    case 'change':
      return record(history, action.next, action);
    case 'undo':
      return undo(history);
    case 'redo':
      return redo(history);
    case 'reset':
      return beginHistory(action.next);
  }
}
