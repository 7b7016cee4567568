import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { findProgram } from '../testing/find-program.js';
import { readDockerfile, type Stage, type Step } from './dockerfile.ts';
import { readIgnoreFile, type IgnoreFile } from './ignore-file.ts';

/** What the image is, in a folder of this machine. */
export interface ImageFolder {
  /** Where a process of the image begins; its owner, whom processes are not, alone may write there. */
  workingDirectory: string;
  /** What the image itself tells its processes. */
  env: Record<string, string>;
  /** What runs unless something else is said. */
  command: string[];
  remove(): void;
}

type Copy = Extract<Step, { kind: 'copy' }>;

/** A stage while it is built: a folder in place of its root, and what was said so far. */
interface Built {
  root: string;
  workingDirectory: string;
  env: Record<string, string>;
  command: string[];
}

const context = path.join(import.meta.dirname, '../..');
const PNPM = 'npm install --global pnpm@12';
/** Programs of a build, which then works in its own folder only. */
const PROGRAMS = new Set(['pnpm', 'node']);
const KEPT_VARIABLES = /^(HOME|LANG|TMPDIR|PNPM_HOME|XDG_.*|npm_config_.*|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i;

/** Performs the steps of the Dockerfile, each stage in a folder of its own under the temporary folder. */
export async function buildImageFolder(log: (line: string) => void): Promise<ImageFolder> {
  const place = mkdtempSync(path.join(os.tmpdir(), 'herald-image-'));
  const remove = () => {
    makeWritable(place);
    rmSync(place, { recursive: true, force: true });
  };
  try {
    const { workingDirectory, env, command } = await new Builder(place, log).build();
    return { workingDirectory, env, command, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

class Builder {
  private readonly place: string;
  private readonly log: (line: string) => void;
  private readonly ignoreFile: IgnoreFile;
  private readonly built = new Map<string, Built>();

  constructor(place: string, log: (line: string) => void) {
    this.place = place;
    this.log = log;
    this.ignoreFile = readIgnoreFile(readFileSync(path.join(import.meta.dirname, 'Dockerfile.dockerignore'), 'utf8'));
    // Others come in here, but for the programs of the image to read.
    chmodSync(place, 0o755);
  }

  async build(): Promise<Built> {
    const stages = readDockerfile(readFileSync(path.join(import.meta.dirname, 'Dockerfile'), 'utf8'));
    let last: Built | undefined;
    for (const [index, stage] of stages.entries()) {
      last = await this.buildStage(stage, `${index}-${stage.name ?? 'image'}`);
      if (stage.name !== undefined) this.built.set(stage.name, last);
    }
    if (last === undefined) throw new Error('the Dockerfile has no stage');
    makeReadOnly(last.root);
    return last;
  }

  private async buildStage(stage: Stage, name: string): Promise<Built> {
    const base = this.built.get(stage.base);
    const root = path.join(this.place, name);
    const built: Built = base
      ? { ...base, root, workingDirectory: path.join(root, path.relative(base.root, base.workingDirectory)) }
      : { root, workingDirectory: root, env: {}, command: [] };
    mkdirSync(root);
    if (base) copyTree(base.root, root);
    for (const step of stage.steps) await this.perform(step, built);
    return built;
  }

  private async perform(step: Step, built: Built): Promise<void> {
    switch (step.kind) {
      case 'workdir':
        built.workingDirectory = inside(built, step.path);
        mkdirSync(built.workingDirectory, { recursive: true });
        return;
      case 'env':
        built.env = { ...built.env, ...step.variables };
        return;
      case 'cmd':
        built.command = step.command;
        return;
      case 'copy':
        this.copy(step, built);
        return;
      case 'run':
        await this.run(step.command, built);
        return;
      case 'user':
        // Whoever that is does not own the files; nor does who runs them here.
        return;
    }
  }

  private copy({ fromStage, sources, destination }: Copy, built: Built): void {
    const target = inside(built, destination);
    const isFolder = destination.endsWith('/') || sources.length > 1;
    for (const source of sources) {
      const from = fromStage === undefined ? undefined : this.built.get(fromStage);
      if (fromStage !== undefined && from === undefined) throw new Error(`there is no stage ${fromStage}`);
      const sourcePath = from ? inside(from, source) : path.join(context, source);
      // Of a folder what is in it is copied, into the destination itself.
      const to = isFolder && !statSync(sourcePath).isDirectory() ? path.join(target, path.basename(source)) : target;
      if (from) copyTree(sourcePath, to);
      else cpSync(sourcePath, to, { recursive: true, verbatimSymlinks: true, filter: (file) => this.isLet(file) });
    }
  }

  private isLet(file: string): boolean {
    const relative = path.relative(context, file).replaceAll(path.sep, '/');
    if (relative === '' || this.ignoreFile.lets(relative)) return true;
    return this.ignoreFile.mayLetInside(relative) && statSync(file).isDirectory();
  }

  private async run(command: string[], { env, workingDirectory }: Built): Promise<void> {
    if (command.join(' ') === PNPM) return;
    const [program = '', ...args] = command;
    if (!PROGRAMS.has(program)) throw new Error(`a build may run nothing but pnpm and node: ${command.join(' ')}`);
    this.log(`RUN ${command.join(' ')}`);
    const kept = Object.entries(process.env).filter(([name]) => KEPT_VARIABLES.test(name));
    const searchPath = [this.binaries(), process.env['PATH']].join(path.delimiter);
    const child = spawn(program, args, {
      cwd: workingDirectory,
      env: { ...Object.fromEntries(kept), ...env, PATH: searchPath, CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}:\n${said}`);
  }

  /** A folder with what `npm install --global pnpm@12` puts on the PATH, where nobody has put it there. */
  private binaries(): string {
    const folder = path.join(this.place, 'bin');
    mkdirSync(folder, { recursive: true });
    if (findProgram('pnpm') === undefined) {
      writeFileSync(path.join(folder, 'pnpm'), '#!/bin/sh\nexec npx -y pnpm@12 "$@"\n', { mode: 0o755 });
    }
    return folder;
  }
}

/** Where a path of the image is on this machine. */
function inside({ root, workingDirectory }: Built, file: string): string {
  const found = path.isAbsolute(file) ? path.join(root, file) : path.join(workingDirectory, file);
  if (!`${found}/`.startsWith(`${root}/`)) throw new Error(`${file} leads out of the image`);
  return found;
}

/** Never by links: pnpm's files are also those of its store. */
function copyTree(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

function makeReadOnly(folder: string): void {
  changeModes(folder, (mode) => (mode | 0o444 | (mode & 0o100 ? 0o111 : 0)) & ~0o222);
}

function makeWritable(folder: string): void {
  changeModes(folder, (mode) => mode | 0o200, { foldersOnly: true });
}

/** Folders before what is in them, so that one that is made writable can be emptied. */
function changeModes(folder: string, change: (mode: number) => number, { foldersOnly = false } = {}): void {
  chmodSync(folder, change(statSync(folder).mode));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) changeModes(file, change, { foldersOnly });
    else if (entry.isFile() && !foldersOnly) chmodSync(file, change(statSync(file).mode));
  }
}
