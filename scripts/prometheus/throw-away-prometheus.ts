import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { stringify } from 'yaml';
import { z } from 'zod';

import { findFreePort } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { eventually } from '../testing/fixtures/eventually.ts';
import { findPrometheus } from '../testing/prometheus-binary.js';

const vectorSchema = z.object({
  status: z.literal('success'),
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }),
});
const rulesSchema = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({ name: z.string(), health: z.string(), state: z.string(), lastError: z.string().optional() }),
        ),
      }),
    ),
  }),
});

export interface RuleState {
  name: string;
  /** `ok` once it was asked, `err` when it cannot be. */
  health: string;
  state: string;
  lastError?: string | undefined;
}

export interface ThrowAwayPrometheus {
  /** The series that an expression has now. @throws Error with what Prometheus says of an expression that is none. */
  query(expression: string): Promise<Record<string, string>[]>;
  rules(): Promise<RuleState[]>;
  stop(): Promise<void>;
}

/** Debian's Prometheus on a free port, which scrapes these ports every second and asks the rules of `ruleFile`. */
export async function startThrowAwayPrometheus(
  targets: Readonly<Record<string, readonly number[]>>,
  ruleFile: string,
): Promise<ThrowAwayPrometheus> {
  const binary = findPrometheus();
  if (binary === undefined) throw new Error('There is no prometheus on the PATH.');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'herald-prometheus-'));
  const configFile = path.join(folder, 'prometheus.yml');
  await writeFile(configFile, configurationOf(targets, ruleFile));
  const address = `127.0.0.1:${await findFreePort()}`;
  const child = spawn(
    binary,
    [`--config.file=${configFile}`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=${address}`],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (data) => (said += String(data)));
  const ended = once(child, 'close');
  // An error that nobody caught must not leave it running.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const get = async (pathAndQuery: string): Promise<unknown> => {
    const answer = await fetch(`http://${address}${pathAndQuery}`);
    if (!answer.ok) throw new Error(`Prometheus answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const stop = async () => {
    kill();
    await ended;
    process.off('exit', kill);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`prometheus ended:\n${said}`);
      const answer = await fetch(`http://${address}/-/ready`);
      if (!answer.ok) throw new Error(`prometheus is not ready: ${answer.status}`);
    }, 30_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    query: async (expression) => {
      const found = await get(`/api/v1/query?query=${encodeURIComponent(expression)}`);
      return vectorSchema.parse(found).data.result.map(({ metric }) => metric);
    },
    rules: async () => rulesSchema.parse(await get('/api/v1/rules')).data.groups.flatMap(({ rules }) => rules),
    stop,
  };
}

function configurationOf(targets: Readonly<Record<string, readonly number[]>>, ruleFile: string): string {
  return stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: [ruleFile],
    scrape_configs: Object.entries(targets).map(([job, ports]) => ({
      job_name: job,
      static_configs: [{ targets: ports.map((port) => `127.0.0.1:${port}`) }],
    })),
  });
}
