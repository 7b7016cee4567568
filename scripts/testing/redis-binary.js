import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The path of `redis-server`, looked for where a shell would look, or undefined. */
export function findRedisBinary(searchPath = process.env.PATH ?? '') {
  for (const dir of searchPath.split(path.delimiter)) {
    const candidate = path.join(dir, process.platform === 'win32' ? 'redis-server.exe' : 'redis-server');
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Whether the integration tests can run a second time, on Redis. */
export const redisIsAvailable = Boolean(process.env.REDIS_URL) || findRedisBinary() !== undefined;
