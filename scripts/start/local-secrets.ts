import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** In the data folder: an API key for whoever works on this machine. */
export const LOCAL_KEY_FILE = 'api-key';
const SECRETS_FILE = 'secrets.json';
const SECRET_BYTES = 32;
const ONLY_OWNER = 0o600;

export interface LocalSecrets {
  SESSION_SECRET: string;
  RECEIPT_SECRET: string;
  VENDOR_SECRET: string;
}

const NAMES = ['SESSION_SECRET', 'RECEIPT_SECRET', 'VENDOR_SECRET'] as const;

/**
 * The secrets of a Herald whose environment names none: made at its first start and kept beside
 * its data, so that who is signed in stays so over a restart.
 */
export function readLocalSecrets(dataDir: string): LocalSecrets {
  const file = path.join(dataDir, SECRETS_FILE);
  const kept = readKept(file);
  const secrets = Object.fromEntries(NAMES.map((name) => [name, kept[name] ?? makeSecret()])) as Record<
    keyof LocalSecrets,
    string
  >;
  if (NAMES.some((name) => kept[name] === undefined)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: ONLY_OWNER });
  }
  return secrets;
}

/** The key that was made for this machine before, if one was. */
export function readLocalKey(dataDir: string): string | undefined {
  try {
    return readFileSync(path.join(dataDir, LOCAL_KEY_FILE), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

export function writeLocalKey(dataDir: string, key: string): void {
  writeFileSync(path.join(dataDir, LOCAL_KEY_FILE), `${key}\n`, { mode: ONLY_OWNER });
}

function readKept(file: string): Partial<LocalSecrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalSecrets>;
  } catch {
    return {};
  }
}

function makeSecret(): string {
  return randomBytes(SECRET_BYTES).toString('hex');
}
