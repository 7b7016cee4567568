import { readdirSync } from 'node:fs';
import path from 'node:path';

import { untilAborted } from '../start/abort.ts';
import { addressOf, choosePort } from '../start/port.ts';
import { processEnvironment } from '../start/process-environment.ts';
import type { Addresses, ProcessesOptions, RunnableProcesses } from '../start/processes.ts';
import { explain } from '../start/start-error.ts';
import { parsePort } from '../start/start-settings.ts';
import { writePrismaClient } from './prisma-client.ts';
import { ReloadingProcess } from './reloading-process.ts';
import { SourceWatcher } from './source-watcher.ts';

interface Running {
  api: ReloadingProcess;
  worker: ReloadingProcess;
  web: ReloadingProcess;
}

/** API, worker and web app from their source; what is changed runs within seconds. */
export class DevProcesses implements RunnableProcesses {
  readonly logs = 'in this terminal';

  private readonly options: ProcessesOptions;
  private running: Running | undefined;
  private watcher: SourceWatcher | undefined;
  /** Changes are dealt with one after the other. */
  private dealing: Promise<void> = Promise.resolve();

  constructor(options: ProcessesOptions) {
    this.options = options;
  }

  async start(): Promise<Addresses> {
    const { root, settings, databaseUrl, say, hurry, signal } = this.options;
    const port = await choosePort(settings.host, settings.port);
    const webPort = await choosePort(settings.host, parsePort('WEB_PORT', settings.env.WEB_PORT), {
      name: 'WEB_PORT',
      usual: 5173,
    });
    const api = addressOf(settings.host, port);
    const env = processEnvironment(settings, databaseUrl, { port, address: api });
    const webEnv = { ...settings.env, HERALD_URL: api, HOST: settings.host, PORT: String(webPort) };
    const file = (name: string) => path.join(root, name);
    const shared = { cwd: root, say, hurry };
    this.running = {
      api: new ReloadingProcess({ ...shared, name: 'API', script: file('apps/api/src/main.ts'), env }),
      worker: new ReloadingProcess({ ...shared, name: 'worker', script: file('apps/worker/src/main.ts'), env }),
      web: new ReloadingProcess({ ...shared, name: 'web', script: file('scripts/dev/web-server.ts'), env: webEnv }),
    };
    this.watcher = new SourceWatcher(sourceFolders(root), (files) => this.dealWith(files));
    await Promise.race([Promise.all(allOf(this.running).map(({ ready }) => ready)), untilAborted(signal)]);
    signal.throwIfAborted();
    return { api, pages: addressOf(settings.host, webPort) };
  }

  /** Never: whatever fails is started again with the next change. */
  failed(): Promise<never> {
    return new Promise<never>(() => {});
  }

  async stop(): Promise<void> {
    this.watcher?.close();
    await this.dealing;
    if (this.running) await Promise.all(allOf(this.running).map((process) => process.stop()));
  }

  private dealWith(files: string[]): void {
    const { root, say } = this.options;
    const changed = files.map((file) => path.relative(root, file));
    this.dealing = this.dealing
      .then(() => this.reload(changed))
      .catch((error: unknown) => explain(error).forEach((line) => say(line)));
  }

  private async reload(changed: string[]): Promise<void> {
    const { root, say } = this.options;
    if (changed.some((file) => file.endsWith('.sql'))) {
      say('A migration changed: it is applied when "pnpm dev" starts the next time');
    }
    if (changed.some((file) => file.endsWith('.prisma'))) {
      say('The schema changed: writing the Prisma client ("pnpm db:migration NAME" writes the migration)');
      await writePrismaClient(root);
    }
    const code = changed.filter((file) => !file.endsWith('.sql'));
    const isOfBoth = code.some((file) => file.startsWith(`packages${path.sep}`));
    const touches = (app: string) => isOfBoth || code.some((file) => file.startsWith(path.join('apps', app)));
    if (touches('web')) this.running?.web.revive();
    const wanted = (['api', 'worker'] as const).filter(touches);
    if (wanted.length === 0) return;
    const names = wanted.map((name) => (name === 'api' ? 'the API' : 'the worker')).join(' and ');
    const [first = '', ...others] = code;
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    say(`Changed: ${first}${more}; starting ${names} again`);
    for (const name of wanted) this.running?.[name].restart();
  }
}

function allOf({ api, worker, web }: Running): ReloadingProcess[] {
  return [api, worker, web];
}

/** What the processes are made of. The web app's own files are Vite's business, as long as it runs. */
function sourceFolders(root: string): string[] {
  const packages = readdirSync(path.join(root, 'packages')).map((name) => path.join('packages', name, 'src'));
  return ['apps/api/src', 'apps/worker/src', 'apps/web', 'packages/platform/prisma', ...packages].map((folder) =>
    path.join(root, folder),
  );
}
