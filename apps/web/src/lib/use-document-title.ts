import { useEffect } from 'react';

/** "Customers · Herald" in the tab of the browser and in its history. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Herald`;
  }, [title]);
}
