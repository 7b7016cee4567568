import { accessSync, chownSync, constants, lstatSync, readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';

import { EmbeddedPostgresError } from './errors.ts';

/** The user under which PostgreSQL runs when we are root, which PostgreSQL refuses to be. */
export interface ServerUser {
  uid: number;
  gid: number;
  /** A folder on the way to the files that this user may not enter, such as /root. */
  barrier?: string;
}

export interface UserCommand {
  program: string;
  args: string[];
  /** For `spawn`; undefined means as ourselves. */
  uid?: number | undefined;
  gid?: number | undefined;
}

/**
 * The owner of the data if there are any, otherwise `nobody`.
 *
 * @param places existing files and folders that the user must reach.
 * @returns undefined when PostgreSQL can run as ourselves.
 */
export function chooseServerUser(pgdata: string, places: string[]): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(pgdata, { throwIfNoEntry: false });
  const user = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody();
  const barrier = places.map((place) => findBarrier(place, user)).find((found) => found !== undefined);
  return barrier === undefined ? user : { ...user, barrier };
}

/** How to run a program as that user. */
export function asServerUser(user: ServerUser | undefined, program: string, args: string[]): UserCommand {
  if (user === undefined) return { program, args };
  if (user.barrier === undefined) return { program, args, uid: user.uid, gid: user.gid };
  // Not root, but let through closed folders: PostgreSQL accepts that, and the
  // capability reaches the programs that it starts itself because it is ambient.
  // Without the secure bit access(2), which initdb asks, would pass over capabilities.
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const capability = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { program: findSetpriv(user.barrier), args: [...identity, ...capability, '--', program, ...args] };
}

/**
 * Gives a folder and all in it to the user. The top comes last: until then the folder
 * looks as if it were not given yet, so a run that is killed halfway is repeated.
 */
export function giveTo(user: ServerUser | undefined, folder: string): void {
  if (user === undefined || lstatSync(folder).uid === user.uid) return;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink()) chownSync(file, user.uid, user.gid);
  }
  chownSync(folder, user.uid, user.gid);
}

const NOBODY_ID = 65_534;

function nobody(): ServerUser {
  const line = /^nobody:[^:]*:(-?\d+):(-?\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return { uid: Number(line?.[1] ?? NOBODY_ID), gid: Number(line?.[2] ?? NOBODY_ID) };
}

/** The first folder (or the file itself) on the way to a place that is closed to the user. */
function findBarrier(place: string, user: ServerUser): string | undefined {
  return ancestors(place).find((step) => !mayEnter(statSync(step), user));
}

function ancestors(place: string): string[] {
  const parent = path.dirname(place);
  return parent === place ? [place] : [...ancestors(parent), place];
}

function mayEnter(stats: Stats, user: ServerUser): boolean {
  const bit = stats.uid === user.uid ? 0o100 : stats.gid === user.gid ? 0o010 : 0o001;
  return (stats.mode & bit) !== 0;
}

function findSetpriv(barrier: string): string {
  const candidates = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, 'setpriv'));
  const found = process.platform === 'linux' ? candidates.find(isExecutable) : undefined;
  if (found !== undefined) return found;
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root and another user cannot enter ${barrier}: move Herald to another folder, start it as an ordinary user, or install setpriv (util-linux).`,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
