import './lib/zod-without-eval.ts';
// In a layer, so that our own modules win in whatever order chunks are loaded.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import './app/global.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/app.tsx';
import { shareCspNonce } from './lib/csp-nonce.ts';

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');

shareCspNonce();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
