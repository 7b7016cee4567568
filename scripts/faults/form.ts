/** The long form is `pnpm test:faults`, the short one a part of `pnpm test`. */
export const isLongForm = process.env['HERALD_PROOF'] === 'long';

/** For one test, and for a Herald to start or stop. */
export const TEST_TIMEOUT_MS = isLongForm ? 900_000 : 120_000;

/** The queue backends that this machine has: a name for the test, and Redis's address if it is Redis. */
export function queueBackends(): { backend: string; redisUrl: string | undefined }[] {
  const redisUrl = process.env['HERALD_TEST_SPARE_REDIS_URL'];
  const onPostgres = { backend: 'PostgreSQL', redisUrl: undefined };
  return redisUrl === undefined ? [onPostgres] : [onPostgres, { backend: 'Redis', redisUrl }];
}

/** A line of the report that the run of a test leaves. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
