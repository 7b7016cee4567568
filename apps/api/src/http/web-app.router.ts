import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import express from 'express';
import type { RequestHandler, Response, Router } from 'express';

import { declareAccess } from '../access/declared-access.ts';
import { nonceOf } from './security-headers.ts';

/** Stands in the built page wherever the nonce of the answer belongs; see `apps/web/vite.config.ts`. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** Serves the built web app; addresses that are not files get its page, which routes by itself. */
export function webAppRouter(webDir: string): Router {
  const router = declareAccess('anybody', express.Router());
  const page = path.join(webDir, 'index.html');
  if (!existsSync(page)) return router;
  const send = async (response: Response) => {
    const html = await readFile(page, 'utf8');
    // A page from a cache would have the nonce of another answer.
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(html.replaceAll(NONCE_PLACEHOLDER, nonceOf(response)));
  };
  const sendPage: RequestHandler = (request, response, next) => (request.accepts('html') ? send(response) : next());
  // The file itself has no nonce.
  router.get('/index.html', sendPage);
  router.use(express.static(webDir, { index: false, redirect: false }));
  router.get(/^(?!\/(api|auth)(\/|$))/, sendPage);
  return router;
}
