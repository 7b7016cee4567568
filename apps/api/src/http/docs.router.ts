import { createRequire } from 'node:module';
import path from 'node:path';

import express from 'express';
import type { Router } from 'express';

import { declareAccess } from '../access/declared-access.ts';
import { openApiDocument } from './openapi.ts';
import { docsPolicy } from './security-headers.ts';

const swaggerUi = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Herald API</title>
    <link rel="stylesheet" href="/api/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/api/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true });\n`;

/** The API's documentation: as a document for programs, as a page for people. */
export function docsRouter(): Router {
  const document = openApiDocument();
  const router = declareAccess('anybody', express.Router());
  router.get('/api/openapi.json', (_request, response) => void response.json(document));
  router.get('/api/docs', docsPolicy, (_request, response) => void response.type('html').send(PAGE));
  router.get('/api/docs/start.js', (_request, response) => void response.type('js').send(START));
  router.use('/api/docs/assets', express.static(swaggerUi, { index: false }));
  return router;
}
