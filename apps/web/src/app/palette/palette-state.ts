const OPEN = 'herald:open-palette';

/** Opens the command palette, from wherever. */
export function openPalette(): void {
  window.dispatchEvent(new Event(OPEN));
}

/** @returns the way to stop listening */
export function onOpenPalette(listener: () => void): () => void {
  window.addEventListener(OPEN, listener);
  return () => window.removeEventListener(OPEN, listener);
}
