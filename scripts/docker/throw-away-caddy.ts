import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { findFreePort } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { findCaddy } from '../testing/caddy-binary.js';
import { eventually } from '../testing/fixtures/eventually.ts';

export const CADDYFILE = path.join(import.meta.dirname, '../../deploy/caddy/Caddyfile');

export interface CaddyPorts {
  http: number;
  https: number;
  health: number;
}

export interface ThrowAwayCaddy {
  /** By which browsers come, with TLS. */
  url: string;
  /** The certificate of Caddy's own authority, and the file that it is in. */
  ca: string;
  caFile: string;
  stop(): Promise<void>;
}

export async function freeCaddyPorts(): Promise<CaddyPorts> {
  return { http: await findFreePort(), https: await findFreePort(), health: await findFreePort() };
}

/** The environment in which deploy/caddy/Caddyfile is what it is here. */
export function caddyEnvironment({ http, https, health }: CaddyPorts, upstreams: readonly string[]) {
  return {
    PUBLIC_URL: `https://localhost:${https}`,
    API_UPSTREAMS: upstreams.join(' '),
    LISTEN_ON: '127.0.0.1',
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    HEALTH_PORT: String(health),
  };
}

/** Debian's Caddy with deploy/caddy/Caddyfile, in front of these upstreams (`host:port`). */
export async function startThrowAwayCaddy(ports: CaddyPorts, upstreams: readonly string[]): Promise<ThrowAwayCaddy> {
  const binary = findCaddy();
  if (binary === undefined) throw new Error('There is no caddy on the PATH.');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'herald-caddy-'));
  const own = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, PATH: process.env['PATH'] };
  const child = spawn(binary, ['run', '--config', CADDYFILE, '--adapter', 'caddyfile'], {
    env: { ...own, ...caddyEnvironment(ports, upstreams) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data) => (said += String(data)));
  const ended = once(child, 'close');
  // An error that nobody caught must not leave it running.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    process.off('exit', kill);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const caFile = path.join(folder, 'caddy/pki/authorities/local/root.crt');
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`caddy ended:\n${said}`);
      const answer = await fetch(`http://127.0.0.1:${ports.health}/`);
      if (!answer.ok || !existsSync(caFile)) throw new Error(`caddy is not ready: ${answer.status}`);
    });
    return { url: `https://localhost:${ports.https}`, ca: readFileSync(caFile, 'utf8'), caFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
