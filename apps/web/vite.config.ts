import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

// In development the pages come from Vite and the data from a running API.
const api = process.env.HERALD_URL ?? 'http://localhost:3000';
// Herald takes changes from its own pages only; in development those are Vite's.
const passedOn = { target: api, headers: { origin: api } };

export default defineConfig({
  plugins: [react()],
  // Herald puts the nonce of each answer in its place, and into <meta property="csp-nonce">.
  html: { cspNonce: '__CSP_NONCE__' },
  // Packages of this repository are read from their source: a build needs no order, an edit no build.
  resolve: { conditions: ['herald-source', ...defaultClientConditions] },
  build: {
    target: 'es2023',
    sourcemap: true,
    // The content security policy allows files of our own origin only: nothing inline, no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: Object.fromEntries(['/api', '/auth', '/healthz', '/readyz'].map((path) => [path, passedOn])) },
});
