import { type RefObject, useEffect } from 'react';

import type { DraftControls } from '../draft/use-draft.ts';

/** Ctrl or Cmd with Z undoes, with Shift or Y again: in the builder, and where nothing is typed. */
export function useUndoKeys(builder: RefObject<HTMLElement | null>, { undo, redo }: DraftControls): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const step = stepOf(event);
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      // A text box elsewhere has an undo of its own.
      if (step === undefined || (target && isTyping(target) && !builder.current?.contains(target))) return;
      event.preventDefault();
      if (step === 'undo') undo();
      else redo();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [builder, undo, redo]);
}

function stepOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): 'undo' | 'redo' | undefined {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && !shiftKey ? 'redo' : undefined;
}

function isTyping(element: HTMLElement): boolean {
  return element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName);
}
