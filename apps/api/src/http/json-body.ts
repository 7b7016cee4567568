import { MAX_BYTES_PER_CALL } from '@herald/shared';
import express from 'express';

/** Parses JSON bodies of at most 10 MB; anything but a JSON object or array is malformed. */
export const jsonBody = express.json({ limit: MAX_BYTES_PER_CALL, strict: true });
