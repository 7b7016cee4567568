import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';

import { isLongForm } from '../faults/form.ts';
import { copyTree, type TreeCopy } from '../testing/tree-copy.ts';
import { stepsOf, withEdit } from './page-steps.ts';

jest.setTimeout(600_000);

const PAGE = path.resolve(import.meta.dirname, '../../docs/adding-an-operator.md');

let copy: TreeCopy;

beforeAll(() => {
  copy = copyTree();
});
afterAll(() => copy.remove());

/** Runs a command of the page as pnpm would, which would first install what is only linked here. */
function run(command: string): { status: number | null; output: string } {
  const [, name = '', rest = ''] = /^npx pnpm@12 (\S+) ?(.*)$/.exec(command) ?? [];
  const { scripts } = JSON.parse(readFileSync(path.join(copy.root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const line = name === 'exec' ? rest : `${scripts[name]} ${rest}`;
  const { JEST_WORKER_ID: _worker, NODE_ENV: _env, ...inherited } = process.env;
  const env = { ...inherited, PATH: `${path.join(copy.root, 'node_modules/.bin')}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync(line, { shell: true, cwd: copy.root, env, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

it('whoever follows docs/adding-an-operator.md has a new operator', () => {
  const steps = stepsOf(readFileSync(PAGE, 'utf8'));
  const first = steps.find(({ kind }) => kind === 'run');
  const edited = new Set(steps.flatMap((step) => (step.kind === 'edit' ? [step.file] : [])));
  // One table and its test.
  expect(edited.size).toBe(2);
  for (const step of steps) {
    if (step.kind === 'edit') {
      const file = path.join(copy.root, step.file);
      writeFileSync(file, withEdit(readFileSync(file, 'utf8'), step.lines));
      continue;
    }
    // Against PostgreSQL and with the compiler only in the long form: `pnpm proof operator`.
    if (!isLongForm && /integration|tsc/.test(step.command)) continue;
    const { status, output } = run(step.command);
    // The first is to be seen failing.
    const wanted = step === first ? 1 : 0;
    if (status !== wanted) throw new Error(`${step.command} ended with ${status}: ${output}`);
  }
  expect(readFileSync(path.join(copy.root, 'docs/segments.md'), 'utf8')).toContain('`longerAgoThan`');
});
