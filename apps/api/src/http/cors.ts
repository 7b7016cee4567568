import cors from 'cors';
import type { CorsOptions } from 'cors';
import type { RequestHandler } from 'express';
import { z } from 'zod';

const ALLOWED_HEADERS = ['Authorization', 'Content-Type', 'Idempotency-Key'];
const EXPOSED_HEADERS = [
  'Idempotency-Replayed',
  'Link',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
];
/** For so long a browser need not ask again. */
const PREFLIGHT_VALID_SEC = 600;

/** Origins in an environment variable, exactly as browsers write them: `https://shop.example,https://till.example:8443`. */
export const originsVariable = z.string().transform((text, context): string[] => {
  const origins = text.split(',').map((part) => part.trim());
  if (!origins.every(isOrigin)) {
    context.addIssue('must be origins with commas between them, as https://shop.example,http://localhost:5173');
  }
  return origins;
});

function isOrigin(text: string): boolean {
  // An asterisk would be a possible name of a host, and is meant as a pattern.
  if (!/^https?:\/\/[^*]+$/.test(text) || !URL.canParse(text)) return false;
  return new URL(text).origin === text;
}

/**
 * Lets pages of other origins call the API with an API key. Never with cookies: a session is for
 * the web app alone. Without origins, and for those that are not listed, browsers keep the answer
 * from the page that asked.
 */
export function allowOrigins(origins: readonly string[]): RequestHandler {
  const listed: CorsOptions = {
    origin: [...origins],
    methods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_VALID_SEC,
  };
  const known = new Set(origins);
  const allow = cors((request, decide) => {
    // For others the library would leave out the origin and still say what is allowed.
    decide(null, known.has(request.headers.origin ?? '') ? listed : { origin: false });
  });
  return (request, response, next) => {
    // A cache must not hand the answer for one origin to another.
    if (known.size > 0) response.vary('Origin');
    allow(request, response, next);
  };
}
