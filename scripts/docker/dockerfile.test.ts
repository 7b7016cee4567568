import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { validate, ValidationSeverity } from 'dockerfile-utils';

import { readDockerfile, type Stage, type Step } from './dockerfile.ts';
import { readIgnoreFile } from './ignore-file.ts';

const root = path.join(__dirname, '../..');
const text = readFileSync(path.join(__dirname, 'Dockerfile'), 'utf8');
const ignoreFile = readIgnoreFile(readFileSync(path.join(__dirname, 'Dockerfile.dockerignore'), 'utf8'));
const stages = readDockerfile(text);
const image = stages.at(-1);
const copies = stages.flatMap(({ steps }) => steps.filter((step) => step.kind === 'copy'));

describe('the Dockerfile', () => {
  it('has no fault that a linter knows', () => {
    const strict = { instructionWorkdir: ValidationSeverity.ERROR, deprecatedMaintainer: ValidationSeverity.ERROR };
    expect(validate(text, strict)).toEqual([]);
  });

  it('starts from one image, whose version is written down', () => {
    const names = stages.map(({ name }) => name);
    expect(stages.map(({ base }) => base).filter((base) => !names.includes(base))).toEqual([
      expect.stringMatching(/^node:20\.\d+\.\d+-bookworm-slim$/),
    ]);
  });

  it('copies what exists, and what its .dockerignore lets through', () => {
    const sources = copies.filter(({ fromStage }) => fromStage === undefined).flatMap((copy) => copy.sources);
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(path.join(root, source)))).toEqual([]);
    expect(sources.filter((source) => source !== '.' && !ignoreFile.lets(source))).toEqual([]);
  });

  it('copies from stages that come before', () => {
    for (const [index, stage] of stages.entries()) {
      const before = new Set(stages.slice(0, index).map(({ name }) => name));
      const asked = stepsOf(stage, 'copy').flatMap(({ fromStage }) => fromStage ?? []);
      expect(asked.filter((name) => !before.has(name))).toEqual([]);
    }
  });

  it('knows the manifest of every package', () => {
    const manifests = ['apps', 'packages'].flatMap((group) =>
      readdirSync(path.join(root, group)).map((name) => `${group}/${name}/package.json`),
    );
    const copied = new Set(copies.flatMap(({ sources }) => sources));
    expect(manifests.filter((manifest) => !copied.has(manifest))).toEqual([]);
  });

  it('runs as somebody who owns none of its files, in production', () => {
    const steps = image?.steps ?? [];
    expect(steps.findLast(({ kind }) => kind === 'user')).toEqual({ kind: 'user', user: 'node' });
    expect(copies.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/--chown|--chmod/);
    expect(image && stepsOf(image, 'env')[0]?.variables).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
  });

  it('has operator scripts for whoever runs it', () => {
    const copied = new Set(image && stepsOf(image, 'copy').flatMap(({ sources }) => sources));
    const scripts = readdirSync(__dirname).filter((name) => name.endsWith('.mjs'));
    expect(scripts.filter((name) => !copied.has(`scripts/docker/${name}`))).toEqual([]);
  });
});

describe('what it does not know', () => {
  it.each([
    ['a shell', 'FROM a\nRUN rm -rf / && true'],
    ['an instruction', 'FROM a\nADD https://example.com /'],
    ['a flag', 'FROM a\nCOPY --chown=node a b'],
    ['a variable', 'FROM a\nCOPY $A b'],
    ['what has no stage', 'WORKDIR /a'],
  ])('is refused with its line: %s', (_, file) => {
    expect(() => readDockerfile(file)).toThrow(/^line \d of the Dockerfile/);
  });
});

function stepsOf<K extends Step['kind']>(stage: Stage, kind: K): Extract<Step, { kind: K }>[] {
  return stage.steps.filter((step): step is Extract<Step, { kind: K }> => step.kind === kind);
}
