import { useCallback, useEffect, useRef } from 'react';
import { type Blocker, useBlocker } from 'react-router-dom';

/**
 * Stops whoever would lose what is not saved: on the way to another page or tab of the page, and
 * when the browser closes. `letGo` opens the way, as once it is saved.
 */
export function useUnsavedGuard(isUnsaved: boolean): { blocker: Blocker; letGo: () => void } {
  const guards = useRef(isUnsaved);
  useEffect(() => {
    guards.current = isUnsaved;
  }, [isUnsaved]);
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const stop = (event: BeforeUnloadEvent) => {
      if (guards.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', stop);
    return () => window.removeEventListener('beforeunload', stop);
  }, [isUnsaved]);
  const blocker = useBlocker(
    useCallback(
      ({ currentLocation: from, nextLocation: to }) =>
        guards.current && (from.pathname !== to.pathname || tabOf(from.search) !== tabOf(to.search)),
      [],
    ),
  );
  const letGo = useCallback(() => {
    guards.current = false;
  }, []);
  return { blocker, letGo };
}

function tabOf(search: string): string | null {
  return new URLSearchParams(search).get('tab');
}
