/** As Chromium, Firefox and Safari say that a module of the page could not be loaded. */
const MISSING_CHUNK =
  /dynamically imported module|error loading dynamically imported|importing a module script failed|unable to preload css/i;

/** Whether a part of the app is not there any more, as after a new version was installed. */
export function isMissingChunk(error: Error): boolean {
  return MISSING_CHUNK.test(error.message);
}

/** The page is reloaded once for a missing part; if that does not help, it says so instead. */
export function mayReload(): boolean {
  const state: unknown = window.history.state;
  return !(typeof state === 'object' && state !== null && 'reloadedForChunk' in state);
}

/** Loads the page anew, from the version that is there now. */
export function reloadOnce(): void {
  // It goes with this entry of the history only: another page may be reloaded again.
  window.history.replaceState({ ...(window.history.state as object | null), reloadedForChunk: true }, '');
  window.location.reload();
}
