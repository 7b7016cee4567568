/**
 * `pnpm proof [NAME...]`: the long proofs, too slow for every `pnpm test`. Each is a command that
 * exits 0 when it holds; all run, one after the other, and the end says which held.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

interface Proof {
  name: string;
  /** What it shows, as a sentence. */
  shows: string;
  command: readonly [string, ...string[]];
  env?: Readonly<Record<string, string>>;
}

const root = path.join(import.meta.dirname, '../..');
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs');

/** The process tests whose path has this in it, in their long form. One file after the other: some measure time. */
function longForm(files: string): Pick<Proof, 'command' | 'env'> {
  return {
    command: [process.execPath, jest, '--selectProjects', 'process', '--maxWorkers=1', files],
    env: { HERALD_PROOF: 'long' },
  };
}

const proofs: readonly Proof[] = [
  {
    name: 'faults',
    shows:
      'Whatever is killed, and when the queues are wiped: nobody is lost, nobody is told twice, the books balance.',
    ...longForm('scripts/faults/'),
  },
  {
    name: 'many',
    shows:
      'Two APIs, three workers and a Redis Cluster, of which some end on the way: the sums hold, nobody is told twice.',
    ...longForm('scripts/many/'),
  },
  {
    name: 'fuzz-api',
    shows: 'Whatever is sent to the API: no failure, no hang, nothing told, and a refused request changes nothing.',
    ...longForm('scripts/fuzz-api/'),
  },
  {
    name: 'video',
    shows: 'The tour of docs/demo-script.md can be given as it stands: at most 7 minutes and 25 MB of film.',
    command: [process.execPath, tsx, '--conditions=herald-source', 'scripts/video/main.ts'],
  },
  {
    name: 'image',
    shows: "What the Dockerfile's steps make, in a bare folder: it migrates, serves and sends, and holds nothing else.",
    ...longForm('scripts/docker/image'),
  },
  {
    name: 'operator',
    shows: 'Whoever follows docs/adding-an-operator.md has a new operator, of which SQL and memory say the same.',
    ...longForm('adding-an-operator'),
  },
  {
    name: 'restore',
    shows: 'A Herald that was restored from a dump of a busy one finishes everything, and nothing is sent again.',
    ...longForm('scripts/restore/'),
  },
];

function main(): void {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !proofs.some((proof) => proof.name === name));
  if (unknown.length > 0) {
    console.error(`No such proof: ${unknown.join(', ')}. There are: ${proofs.map(({ name }) => name).join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  const results = proofs
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    .map((proof) => ({ name: proof.name, holds: run(proof) }));
  console.log();
  for (const { name, holds } of results) console.log(`${holds ? 'holds ' : 'FAILED'} ${name}`);
  process.exitCode = results.every(({ holds }) => holds) ? 0 : 1;
}

function run({ name, shows, command, env }: Proof): boolean {
  const [file, ...args] = command;
  console.log(`\n== ${name}: ${shows}\n   ${[path.basename(file), ...args].join(' ')}\n`);
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (error) console.error(String(error));
  return status === 0;
}

main();
