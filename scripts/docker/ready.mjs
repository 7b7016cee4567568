// Whether the process of this container is ready, as an exit code, for health checks:
// node scripts/docker/ready.mjs [PORT]. By default it asks the API; a worker answers at WORKER_METRICS_PORT.
const port = process.argv[2] ?? process.env.PORT ?? '3000';
const TIMEOUT_MS = 4_000;

try {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  // Docker keeps what a check says: `docker inspect` shows why it failed.
  console.log(answer.status, await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.log(String(error.cause ?? error));
  process.exitCode = 1;
}
