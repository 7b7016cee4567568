import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { constants } from 'node:zlib';

import compression from 'compression';
import express from 'express';
import type { RequestHandler, Response, Router } from 'express';

import { declareAccess } from '../access/declared-access.ts';
import { nonceOf } from './security-headers.ts';

/** Stands in the built page wherever the nonce of the answer belongs; see `apps/web/vite.config.ts`. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';
/** Files in it have a hash of what they hold in their name. */
const HASHED_FILES = 'assets';
/** A sixth less than at the usual quality of 4, for half as much time again; browsers come for it once. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
/** What is no page of ours: a file that is gone must not answer with one. */
const PAGES = /^(?!\/(api|auth|assets)(\/|$))/;
const NOT_THE_API = /^(?!\/(api|auth)(\/|$))/;

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
  // Only here: events would wait for more to compress, and a stream of CSV takes the processor's time.
  router.use(NOT_THE_API, compression({ brotli: BROTLI }));
  router.use(
    `/${HASHED_FILES}`,
    express.static(path.join(webDir, HASHED_FILES), {
      index: false,
      redirect: false,
      immutable: true,
      maxAge: YEAR_MS,
    }),
  );
  // The file itself has no nonce.
  router.get('/index.html', sendPage);
  router.use(express.static(webDir, { index: false, redirect: false }));
  router.get(PAGES, sendPage);
  return router;
}
