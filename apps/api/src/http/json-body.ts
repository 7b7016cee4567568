import { MAX_BYTES_PER_CALL, MAX_BYTES_PER_SIGNED_CALL } from '@herald/shared';
import express from 'express';

/** What the parser takes of a body whose signature it is to check. */
export const SIGNED_BODY_LIMITS = { limit: MAX_BYTES_PER_SIGNED_CALL, strict: true };

/** Parses JSON bodies of at most 10 MB; anything but a JSON object or array is malformed. */
export const jsonBody = express.json({ limit: MAX_BYTES_PER_CALL, strict: true });
