/** A worker that was not seen for longer is not counted among those there are. */
export const WORKER_SEEN_WITHIN_MS = 30_000;
