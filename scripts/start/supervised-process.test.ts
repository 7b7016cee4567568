import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { isRunning } from '../../packages/platform/src/embedded-postgres/process-identity.ts';
import { SupervisedProcess } from './supervised-process.ts';

jest.setTimeout(30_000);

let folder: string;
let said: string[];
let hurry: AbortController;
let supervised: SupervisedProcess;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'herald-supervised-'));
  said = [];
  hurry = new AbortController();
});
afterEach(async () => {
  hurry.abort();
  await supervised.stop();
  rmSync(folder, { recursive: true });
});

const SERVES = "setInterval(() => {}, 1000); process.send({ type: 'ready' });";

function supervise(code: string, env: NodeJS.ProcessEnv = {}, readyTimeoutMs?: number): SupervisedProcess {
  const script = path.join(folder, 'stand-in.cjs');
  writeFileSync(script, code);
  const logFile = path.join(folder, 'stand-in.log');
  const say = (line: string) => said.push(line);
  supervised = new SupervisedProcess({
    name: 'worker',
    script,
    env,
    cwd: folder,
    logFile,
    say,
    hurry: hurry.signal,
    ...(readyTimeoutMs === undefined ? {} : { readyTimeoutMs }),
  });
  return supervised;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

describe('SupervisedProcess', () => {
  it('hands on the environment and writes the output to the log', async () => {
    const { ready } = supervise(`console.log('port', process.env.PORT); ${SERVES}`, { PORT: '4321' });
    await ready;
    expect(readFileSync(path.join(folder, 'stand-in.log'), 'utf8')).toBe('port 4321\n');
  });

  it('is in a process group of its own, where Ctrl-C does not reach it', async () => {
    const { ready, pid } = supervise(SERVES);
    await ready;
    expect(() => process.kill(-(pid ?? 0), 0)).not.toThrow();
  });

  it('gives up at once when the process dies before it was ready, and says why', async () => {
    const { ready } = supervise("console.error('Bad configuration: PORT: too small'); process.exit(3);");
    await expect(ready).rejects.toMatchObject({
      message: `The worker ended with code 3; its log is ${path.join(folder, 'stand-in.log')}.`,
      details: ['Bad configuration: PORT: too small'],
    });
  });

  it('gives up when the process is never ready', async () => {
    const { ready, pid } = supervise('setInterval(() => {}, 1000);', {}, 500);
    await expect(ready).rejects.toThrow('The worker was not ready within 0.5 s');
    expect(isRunning(pid ?? 0)).toBe(false);
  });

  it('starts a process again that dies later', async () => {
    const process1 = supervise(SERVES);
    await process1.ready;
    const first = process1.pid ?? 0;
    process.kill(first, 'SIGKILL');
    await until(() => process1.pid !== first);
    expect(said).toEqual(['The worker was killed by SIGKILL; starting it again']);
  });

  it('gives up a process that dies again and again', async () => {
    const { ready, failed } = supervise(`${SERVES} setTimeout(() => process.exit(7), 50);`);
    await ready;
    await expect(failed).rejects.toThrow('The worker ended with code 7, too often within a minute');
    expect(said).toHaveLength(4);
  });

  it('lets the process finish what it does when it is stopped', async () => {
    const { ready } = supervise(`process.on('SIGTERM', () => {
      setTimeout(() => { console.log('finished'); process.exit(0); }, 200);
    }); ${SERVES}`);
    await ready;
    await supervised.stop();
    expect(readFileSync(path.join(folder, 'stand-in.log'), 'utf8')).toBe('finished\n');
    expect(said).toEqual([]);
  });

  it('kills the process when there is no time left', async () => {
    const { ready, pid } = supervise(`process.on('SIGTERM', () => console.log('no')); ${SERVES}`);
    await ready;
    const stopped = supervised.stop();
    await until(() => readFileSync(path.join(folder, 'stand-in.log'), 'utf8') === 'no\n');
    expect(isRunning(pid ?? 0)).toBe(true);
    hurry.abort();
    await stopped;
    expect(isRunning(pid ?? 0)).toBe(false);
  });
});
