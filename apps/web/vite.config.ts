import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

// In development the pages come from Vite and the data from a running API.
const api = process.env.HERALD_URL ?? 'http://localhost:3000';

export default defineConfig({
  plugins: [react()],
  // Packages of this repository are read from their source: a build needs no order, an edit no build.
  resolve: { conditions: ['herald-source', ...defaultClientConditions] },
  build: {
    target: 'es2023',
    sourcemap: true,
    // The content security policy allows files of our own origin only: nothing inline, no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': api, '/healthz': api, '/readyz': api } },
});
