import { redisIsAvailable } from './redis-binary.js';

/** Says at the end of a run when the integration tests ran on one queue backend only. */
export default class RedisReporter {
  onRunComplete(contexts) {
    const ran = [...contexts].map((context) => context.config.displayName?.name);
    if (!redisIsAvailable && ran.includes('integration-postgres')) {
      process.stderr.write(
        '\nREDIS RUNS WERE SKIPPED: the integration tests ran on the PostgreSQL queue backend only.\n' +
          'Install redis-server or set REDIS_URL to run them on Redis too.\n',
      );
    }
  }
}
