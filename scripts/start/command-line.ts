import { StartError } from './start-error.ts';

export interface StartFlags {
  /** Do not load the demo data. */
  empty: boolean;
  help: boolean;
}

export const HELP = `Usage: npx pnpm@12 start [--empty]

Builds Herald and runs it until Ctrl-C: the API with the web app, the worker and,
when DATABASE_URL is not set, a PostgreSQL of its own.

  --empty   do not load the demo data the first time
  --help    show this text

Settings come from the environment, then from the file .env (see .env.example):

  PORT             port of the API (3000, or a free one when that is taken)
  HOST             address to listen on (127.0.0.1)
  DATABASE_URL     PostgreSQL 15 or newer, instead of the embedded one
  REDIS_URL        runs the queues on Redis, instead of PostgreSQL
  HERALD_DATA_DIR  folder for the embedded database and the logs (.data)
  HERALD_ENV_FILE  another file instead of .env
`;

/** @param args without the program's name; `--` is what pnpm hands on from `pnpm start -- --empty`. */
export function parseCommandLine(args: string[]): StartFlags {
  const given = args.filter((arg) => arg !== '--');
  const unknown = given.find((arg) => !['--empty', '--help', '-h'].includes(arg));
  if (unknown !== undefined) {
    throw new StartError(`Unknown option ${unknown}: there are only --empty and --help.`);
  }
  return { empty: given.includes('--empty'), help: given.includes('--help') || given.includes('-h') };
}
