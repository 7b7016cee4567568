import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

/** What Herald's tests read of a service; the rest is for the linter. */
export interface ComposeService {
  image: string;
  command?: string[];
  environment?: Record<string, string | number>;
  env_file?: { path: string; required: boolean }[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  networks?: string[];
  ports?: string[];
  profiles?: string[];
  volumes?: string[];
  restart?: string;
  stop_grace_period?: string;
  logging?: { driver: string; options: Record<string, string> };
  container_name?: string;
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
}

export const COMPOSE_PATH = path.join(import.meta.dirname, '../../docker-compose.yml');

/** docker-compose.yml as Docker Compose reads it, with its variables as they are written. */
export function readComposeFile(): ComposeFile {
  return parse(readFileSync(COMPOSE_PATH, 'utf8'), { merge: true }) as ComposeFile;
}

/** `${NAME}`, and what stands behind the name: `:-` or `-` and a default, `:?` and why it is needed. */
const VARIABLE = /\$\{(?<name>\w+)(?:(?<how>:?[-?])(?<rest>[^}]*))?\}/g;

/** Each variable that a text of the file asks for. */
export function variablesIn(text: string): { name: string; isRequired: boolean }[] {
  return [...text.matchAll(VARIABLE)].map(({ groups }) => ({
    name: groups?.['name'] ?? '',
    isRequired: groups?.['how']?.endsWith('?') ?? false,
  }));
}

/**
 * What Docker Compose makes of a text of the file.
 *
 * @throws Error with the words of the file when a variable that is needed is not set.
 */
export function interpolate(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(VARIABLE, (_, name: string, how: string = '', rest: string = '') => {
    const value = env[name];
    // With a colon, what is empty counts as not set.
    if (value !== undefined && (value !== '' || !how.startsWith(':'))) return value;
    if (how.endsWith('?')) throw new Error(`${name}: ${rest}`);
    return rest;
  });
}

/** What Docker Compose tells the processes of a service. */
export function environmentOf(
  { environment = {} }: ComposeService,
  env: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, interpolate(String(text), env)]));
}
