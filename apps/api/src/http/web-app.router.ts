import { existsSync } from 'node:fs';
import path from 'node:path';

import express from 'express';
import type { Router } from 'express';

/** Serves the built web app; addresses that are not files get its page, which routes by itself. */
export function webAppRouter(webDir: string): Router {
  const router = express.Router();
  const page = path.join(webDir, 'index.html');
  if (!existsSync(page)) return router;
  router.use(express.static(webDir, { index: 'index.html' }));
  router.get(/^(?!\/api(\/|$))/, (request, response, next) => {
    if (!request.accepts('html')) return next();
    response.sendFile(page);
  });
  return router;
}
