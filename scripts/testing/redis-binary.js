import { findProgram } from './find-program.js';

/** The path of `redis-server`, or undefined. */
export const findRedisBinary = () => findProgram('redis-server');

/** Whether the integration tests can run a second time, on Redis. */
export const redisIsAvailable = Boolean(process.env.REDIS_URL) || findRedisBinary() !== undefined;
