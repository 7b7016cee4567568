import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

// In development the pages come from Vite and the data from a running API.
const api = process.env.HERALD_URL ?? 'http://localhost:3000';
// Herald takes changes from its own pages only; in development those are Vite's.
const passedOn = { target: api, headers: { origin: api } };

export default defineConfig({
  plugins: [react(), preloadFont('inter-latin-wght-normal')],
  // Herald puts the nonce of each answer in its place, and into <meta property="csp-nonce">.
  html: { cspNonce: '__CSP_NONCE__' },
  // Packages of this repository are read from their source: a build needs no order, an edit no build.
  resolve: { conditions: ['herald-source', ...defaultClientConditions] },
  build: {
    target: 'es2023',
    // As above of styles: these browsers know `light-dark()`, which must reach them as it is.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    sourcemap: true,
    // The content security policy allows files of our own origin only: nothing inline, no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs in one file: many small ones compress badly. And in the order of its imports:
        // what turns Zod's `eval` off comes before schemas, which ask for it as they are made.
        codeSplitting: { groups: [{ name: 'initial', tags: ['$initial'] }] },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/api', '/auth', '/queues', '/healthz', '/readyz'].map((path) => [path, passedOn])),
  },
});

/** Has the browser load a font of the first view beside the styles that name it, not after them. */
function preloadFont(name: string): Plugin {
  return {
    name: 'herald-preload-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) => file.includes(name) && file.endsWith('.woff2'))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true },
            injectTo: 'head',
          })),
    },
  };
}
