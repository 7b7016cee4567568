import { TextEncoder } from 'node:util';

import { configure } from '@testing-library/react';

// However busy the machine is: what never comes fails by the time of the test.
configure({ asyncUtilTimeout: 15_000 });

// Every browser has these, and jsdom does not. To be imported before anything else of the page.
Object.assign(globalThis, {
  TextEncoder,
  /** As much of it as the router asks for. */
  Request: class {
    readonly url: string;
    readonly method: string;
    readonly signal: AbortSignal | undefined;
    constructor(url: string | URL, { method = 'GET', signal }: { method?: string; signal?: AbortSignal } = {}) {
      this.url = String(url);
      this.method = method;
      this.signal = signal;
    }
  },
  ResizeObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
});
Object.assign(window, {
  matchMedia: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
  }),
  scrollTo: () => {},
});
Object.assign(Element.prototype, { scrollIntoView: () => {} });
