import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

const NONCE_BYTES = 16;
const YEAR_SEC = 365 * 24 * 60 * 60;
/** What of a device no page of ours uses. */
const UNUSED_FEATURES = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics'];

/** Scripts and styles are files of ours, or carry the nonce of this very answer. */
const DIRECTIVES = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'", nonceSource],
  styleSrc: ["'self'", nonceSource],
  imgSrc: ["'self'"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  objectSrc: ["'none'"],
};

/** What browsers may do with our answers, and a nonce in each of them; see `nonceOf`. */
export function securityHeaders({ isProduction }: { isProduction: boolean }): RequestHandler[] {
  return [
    (_request, response, next) => {
      response.locals['cspNonce'] = randomBytes(NONCE_BYTES).toString('base64');
      response.setHeader('Permissions-Policy', UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '));
      next();
    },
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
      // With no-referrer some calls of our own pages would say of their origin that it is null.
      referrerPolicy: { policy: 'same-origin' },
      // Elsewhere it would keep a browser from this machine's own http:// addresses, for a year.
      strictTransportSecurity: isProduction ? { maxAge: YEAR_SEC, includeSubDomains: true } : false,
    }),
    // Answers of the API tell of people, and belong in no cache. The router takes paths in either case.
    (request, response, next) => {
      if (/^\/(api|auth)(\/|$)/i.test(request.path)) response.setHeader('Cache-Control', 'no-store');
      next();
    },
  ];
}

/** What marks the inline scripts and styles of this answer as ours. */
export function nonceOf(response: Response): string {
  return String(response.locals['cspNonce']);
}

/** Swagger UI sets inline styles, and shows icons that are part of them. */
export const docsPolicy: RequestHandler = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: { ...DIRECTIVES, styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'] },
});

/** The inline styles of the board of queues: the colours of an icon, and one that hides the scrollbars of menus. */
const STYLES_OF_BOARD = [
  "'sha256-r2N1TB/gHbBtBZFKg7ejmq1acVSREzucTAEw6ga4hoU='",
  "'sha256-kLmvWqfziFavKtqHqRsb90f006UAK2Dmd0It5Iz2KFA='",
];

/** The board of queues finds its parts by a `<base>`. */
export const queueBoardPolicy: RequestHandler = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: { ...DIRECTIVES, scriptSrc: ["'self'"], styleSrc: ["'self'", ...STYLES_OF_BOARD], baseUri: ["'self'"] },
});

function nonceSource(_request: unknown, response: ServerResponse): string {
  return `'nonce-${nonceOf(response as Response)}'`;
}
