import path from 'node:path';

import { readEnvFile } from './env-file.ts';
import { StartError } from './start-error.ts';

export interface StartSettings {
  /** What the API and the worker see of the environment, before the supervisor adds its own. */
  env: NodeJS.ProcessEnv;
  dataDir: string;
  host: string;
  /** Undefined: the supervisor chooses. */
  port: number | undefined;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
}

/** The settings from the environment, then from the file `.env` at the root of the repository. */
export function readStartSettings(root: string, processEnv: NodeJS.ProcessEnv): StartSettings {
  const otherFile = processEnv.HERALD_ENV_FILE;
  const file = path.resolve(root, otherFile || '.env');
  const env = { ...readEnvFile(file, Boolean(otherFile)), ...processEnv };
  return {
    env,
    dataDir: path.resolve(root, env.HERALD_DATA_DIR || '.data'),
    host: env.HOST || '127.0.0.1',
    port: parsePort('PORT', env.PORT),
    databaseUrl: env.DATABASE_URL || undefined,
    redisUrl: env.REDIS_URL || undefined,
  };
}

/** @throws StartError when it is set and is no port. */
export function parsePort(name: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new StartError(`${name} must be a number from 1 to 65535, not "${text}".`);
}
