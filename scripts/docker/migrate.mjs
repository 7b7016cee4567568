// Brings the database up to this version and makes the queues ready. docker-compose.yml runs it
// once, before api and worker.
import { migrate, prepareQueues } from '../../packages/platform/dist/index.js';

const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
if (!databaseUrl) throw new Error('DATABASE_URL is not set.');

const applied = await migrate(databaseUrl);
await prepareQueues({ databaseUrl, redisUrl });
console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
