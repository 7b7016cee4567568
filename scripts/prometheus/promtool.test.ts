import { spawnSync } from 'node:child_process';

import { describe, expect, it, jest } from '@jest/globals';

import { findPromtool } from '../testing/prometheus-binary.js';
import { PROMETHEUS_FOLDER } from './deployed-files.ts';

// The tests of the alerts are hours of a Prometheus, which a busy machine counts slowly.
jest.setTimeout(60_000);

const promtool = findPromtool();

(promtool === undefined ? describe.skip : describe)('promtool (of the Debian package prometheus) finds that', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(promtool ?? '', args, { cwd: PROMETHEUS_FOLDER, encoding: 'utf8' });
    return { status, said: `${stdout}${stderr}` };
  };

  it.each([
    ['the alerts are rules', ['check', 'rules', 'alerts.yml']],
    ['the example is a configuration', ['check', 'config', 'prometheus.yml']],
    ['each alert fires when it should, and not when it should not', ['test', 'rules', 'alerts.test.yml']],
  ])('%s', (_what, args) => {
    expect(run(...args)).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') });
  });
});
