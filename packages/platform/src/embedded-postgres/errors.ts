/** The embedded PostgreSQL cannot run; the message is one sentence that says why. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** What PostgreSQL's own words (always English, see `C_LOCALE`) mean for somebody who only wants to start Herald. */
const KNOWN_CAUSES: { pattern: RegExp; sentence: (place: FailurePlace) => string }[] = [
  {
    pattern: /No space left on device|Disk quota exceeded/,
    sentence: ({ dataDir }) => `The disk that holds ${dataDir} is full: PostgreSQL needs space there to run.`,
  },
  {
    pattern: /could not bind [^\n]*Address already in use/,
    sentence: ({ port }) => `Port ${port} for the embedded PostgreSQL is in use by another program.`,
  },
  {
    pattern: /could not create shared memory segment|could not map anonymous shared memory|Cannot allocate memory/,
    sentence: () => 'There is not enough memory to run the embedded PostgreSQL.',
  },
  {
    pattern: /pre-existing shared memory block/,
    sentence: ({ dataDir }) => `Another PostgreSQL still uses ${dataDir}: stop it and start again.`,
  },
  {
    pattern: /database files are incompatible with server/,
    sentence: ({ dataDir }) =>
      `The database in ${dataDir} was made by another major version of PostgreSQL, or by another build of it.`,
  },
  {
    pattern: /could not look up effective user ID/,
    sentence: () =>
      'PostgreSQL needs a user with a name, and this one has no entry in /etc/passwd: start Herald as another user.',
  },
  {
    pattern: /Not a directory/,
    sentence: ({ dataDir }) => `The embedded PostgreSQL needs ${dataDir} as a folder, but there is a file in the way.`,
  },
  {
    pattern: /Read-only file system/,
    sentence: ({ dataDir }) => `The embedded PostgreSQL cannot write to ${dataDir}: the file system is read-only.`,
  },
  {
    pattern: /Permission denied|Operation not permitted/,
    sentence: ({ dataDir }) =>
      `The embedded PostgreSQL is not permitted to use ${dataDir}: start Herald as the user who owns it, or as root.`,
  },
  {
    pattern: /GLIBC_|error while loading shared libraries|cannot execute binary file|required file not found/,
    sentence: () =>
      'The PostgreSQL binaries do not run on this system (they need glibc): set DATABASE_URL to a PostgreSQL server instead.',
  },
];

export interface FailurePlace {
  dataDir: string;
  port?: number;
}

/** One sentence for what `initdb` or `postgres` wrote before it gave up. */
export function explainFailure(program: string, output: string, place: FailurePlace): EmbeddedPostgresError {
  const known = KNOWN_CAUSES.find(({ pattern }) => pattern.test(output));
  return new EmbeddedPostgresError(known?.sentence(place) ?? unknownFailure(program, output, place));
}

function unknownFailure(program: string, output: string, { dataDir }: FailurePlace): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const decisive = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? 'it gave no reason';
  const reason = decisive.replace(/^.*?(?:FATAL|PANIC|error):\s*/, '').replace(/\.?$/, '');
  return `The embedded PostgreSQL in ${dataDir} did not start (${program}): ${reason}.`;
}

const SYSTEM_WORDS: Record<string, string> = {
  ENOSPC: 'No space left on device',
  EDQUOT: 'Disk quota exceeded',
  EROFS: 'Read-only file system',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ENOMEM: 'Cannot allocate memory',
  EEXIST: 'Not a directory',
  ENOTDIR: 'Not a directory',
};
/** What the server answers, it says with a five-character code. */
const SQLSTATE = /^[0-5FHPX][0-9A-Z]{4}$/;

/**
 * @returns the sentence for an error of a file operation, of starting a program, or of the
 * server; any other error, which is a mistake in the program, as it is.
 */
export function explainSystemError(error: unknown, place: FailurePlace): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (SYSTEM_WORDS[code] !== undefined) return explainFailure('system', SYSTEM_WORDS[code], place);
  return SQLSTATE.test(code) ? explainFailure('postgres', message, place) : error;
}
