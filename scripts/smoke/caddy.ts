import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { findProgram } from '../testing/find-program.js';

const program = findProgram('caddy');
export const caddyIsAvailable = program !== undefined;

export interface Caddy {
  /** With the certificate of its internal CA. */
  caFile: string;
  stop(): Promise<void>;
}

/** Caddy before Herald, as in production: TLS of an internal CA, and plain HTTP that only redirects. */
export async function startCaddy({
  tls,
  plain,
  herald,
}: {
  tls: number;
  plain: number;
  herald: string;
}): Promise<Caddy> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'herald-caddy-'));
  const configFile = path.join(directory, 'Caddyfile');
  await writeFile(
    configFile,
    `{
  admin off
  auto_https disable_redirects
  skip_install_trust
  storage file_system ${directory}
}
https://localhost:${tls} {
  bind 127.0.0.1
  tls internal
  reverse_proxy ${herald}
}
http://localhost:${plain} {
  bind 127.0.0.1
  redir https://localhost:${tls}{uri} permanent
}
`,
  );
  const child = spawn(program ?? '', ['run', '--adapter', 'caddyfile', '--config', configFile], {
    env: { ...process.env, HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory },
    stdio: 'ignore',
  });
  return {
    caFile: path.join(directory, 'pki/authorities/local/root.crt'),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}
