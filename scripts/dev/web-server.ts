import path from 'node:path';

import { createServer } from 'vite';

import { runProcess } from '../../packages/platform/src/process/run-process.ts';

const WEB = path.resolve(import.meta.dirname, '../../apps/web');

/** The web app by Vite, which puts every change into the pages that are open, and hands on what is the API's. */
await runProcess(async () => {
  const port = Number(process.env.PORT);
  const server = await createServer({
    root: WEB,
    configFile: path.join(WEB, 'vite.config.ts'),
    clearScreen: false,
    server: { host: process.env.HOST ?? '127.0.0.1', port, strictPort: true },
  });
  await server.listen();
  return { port, stop: () => server.close() };
});
