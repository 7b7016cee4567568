import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import * as dclint from 'dclint';
import { parse } from 'yaml';

import { findProgram } from '../testing/find-program.js';
import { COMPOSE_PATH, environmentOf, interpolate, readComposeFile, variablesIn } from './compose-file.ts';

const root = path.join(__dirname, '../..');
const text = readFileSync(COMPOSE_PATH, 'utf8');
const { services, networks, volumes } = readComposeFile();
const named = Object.entries(services);
const ofHerald = named.filter(([, { image }]) => image === 'herald');
/** As the settings of an installation: everything that is required. */
const required = Object.fromEntries(
  variablesIn(text)
    .filter(({ isRequired }) => isRequired)
    .map(({ name }) => [name, `the ${name}`]),
);

interface Linter {
  lintFiles(paths: string[], doRecursiveSearch: boolean): { messages: unknown[] }[];
}
// Its types import each other without endings, and TypeScript finds none of them.
const untyped: unknown = dclint;
const { DCLinter } = untyped as { DCLinter: new (config: object) => Linter };

/** Files are ordered for people, and Caddy is there to be reached from everywhere. */
const SWITCHED_OFF = [
  'no-unbound-port-interfaces',
  'service-keys-order',
  'services-alphabetical-order',
  'service-dependencies-alphabetical-order',
  'top-level-properties-order',
];

describe('docker-compose.yml', () => {
  it('is valid by the schema of Compose, and has no fault that a linter knows', () => {
    const rules = Object.fromEntries(SWITCHED_OFF.map((rule) => [rule, 0] as const));
    const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
    expect(linter.lintFiles([COMPOSE_PATH], false).flatMap(({ messages }) => messages)).toEqual([]);
  });

  it('asks for no variable that .env.example does not tell of', () => {
    const told = readFileSync(path.join(root, '.env.example'), 'utf8').match(/^# [A-Z_]+(?==)/gm) ?? [];
    const known = new Set(told.map((line) => line.slice(2)));
    expect(known.size).toBeGreaterThan(80);
    expect(variablesIn(text).filter(({ name }) => !known.has(name))).toEqual([]);
  });

  it('hands every setting of .env to every process of Herald', () => {
    expect(ofHerald.map(([name]) => name)).toEqual(['migrate', 'api', 'worker']);
    for (const [, { env_file: files }] of ofHerald) expect(files).toEqual([{ path: '.env', required: false }]);
  });

  it('has no secret of its own, and says what each that is missing is for', () => {
    expect(Object.keys(required).sort()).toEqual([
      'GOOGLE_CLIENT_ID',
      'GOOGLE_CLIENT_SECRET',
      'POSTGRES_PASSWORD',
      'PUBLIC_URL',
      'RECEIPT_SECRET',
      'SESSION_SECRET',
      'VENDOR_SECRET',
    ]);
    const secrets = variablesIn(text).filter(({ name }) => /SECRET|PASSWORD|KEY/.test(name));
    expect(secrets.filter(({ isRequired }) => !isRequired)).toEqual([]);
  });

  it('publishes Caddy to everybody, and nothing else but to this machine', () => {
    const published = named.flatMap(([name, { ports = [] }]) => ports.map((port) => ({ name, port })));
    expect(published.filter(({ port }) => !port.startsWith('127.0.0.1:'))).toEqual([
      { name: 'caddy', port: '80:80' },
      { name: 'caddy', port: '443:443' },
      { name: 'caddy', port: '443:443/udp' },
    ]);
  });

  it('keeps the database and Redis where the proxy does not reach them', () => {
    expect(services['caddy']?.networks).toEqual(['front']);
    expect([services['postgres']?.networks, services['redis']?.networks]).toEqual([['data'], ['data']]);
    expect(networks).toMatchObject({ data: { internal: true } });
  });

  it('names only services, networks, volumes and files that exist', () => {
    for (const [, service] of named) {
      for (const other of Object.keys(service.depends_on ?? {})) expect(Object.keys(services)).toContain(other);
      for (const network of service.networks ?? []) expect(Object.keys(networks)).toContain(network);
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('.')) expect(existsSync(path.join(root, source))).toBe(true);
        else expect(Object.keys(volumes)).toContain(source);
      }
    }
  });

  it('waits for the health of those that others depend on', () => {
    const depended = named.flatMap(([, service]) => Object.entries(service.depends_on ?? {}));
    const waited = depended.filter(([, { condition }]) => condition === 'service_healthy').map(([name]) => name);
    for (const name of waited) expect(services[name]?.healthcheck).toBeDefined();
    expect(depended.filter(([, { condition }]) => condition === 'service_started')).toEqual([]);
  });

  it('starts again what ended, and bounds its logs', () => {
    const restarts = named.filter(([, { restart }]) => restart !== 'unless-stopped').map(([name]) => name);
    expect(restarts).toEqual(['migrate']);
    for (const [, { logging }] of named) expect(logging?.options).toEqual({ 'max-size': '10m', 'max-file': '5' });
  });

  it('gives API and worker longer to end than they take', () => {
    // Five seconds in which the API says that it will, and twelve for what is in flight.
    for (const name of ['api', 'worker']) expect(services[name]?.stop_grace_period).toBe('30s');
  });

  it('runs what watches Herald only where that is asked', () => {
    const profiles = named.flatMap(([name, { profiles: asked }]) => (asked ? [[name, asked]] : []));
    expect(profiles).toEqual([
      ['prometheus', ['monitoring']],
      ['grafana', ['monitoring']],
    ]);
  });

  it('has Prometheus look where the processes answer', () => {
    const { scrape_configs: jobs } = parse(readFileSync(path.join(root, 'deploy/docker/prometheus.yml'), 'utf8')) as {
      scrape_configs: { job_name: string; dns_sd_configs: { names: string[]; port: number }[] }[];
    };
    const ports = jobs.map(({ job_name: job, dns_sd_configs: [found] }) => [job, found?.names, found?.port]);
    expect(ports).toEqual([
      ['herald-api', ['api'], services['api']?.environment?.['API_METRICS_PORT']],
      ['herald-worker', ['worker'], services['worker']?.environment?.['WORKER_METRICS_PORT']],
    ]);
  });

  // Skipped where there is no Prometheus, as the tests of its alerts are.
  (findProgram('promtool') === undefined ? it.skip : it)('has settings of Prometheus that it takes', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'herald-prometheus-'));
    try {
      for (const file of ['deploy/docker/prometheus.yml', 'deploy/prometheus/alerts.yml']) {
        copyFileSync(path.join(root, file), path.join(folder, path.basename(file)));
      }
      const { stdout, stderr } = spawnSync(findProgram('promtool') ?? '', ['check', 'config', 'prometheus.yml'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect([stderr, stdout]).toEqual(['', expect.stringMatching(/SUCCESS: 1 rule files found[^]*rules found/)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('lets API and worker run more than once', () => {
    for (const [, { ports, container_name: name }] of ofHerald) expect([ports, name]).toEqual([undefined, undefined]);
  });

  it('believes one proxy, and not whoever calls from a private network', () => {
    expect(services['api'] && environmentOf(services['api'], required)).toMatchObject({ TRUST_PROXY: '1' });
  });

  it('keeps what is set for one machine from ruling in a container', () => {
    const local = ['DATABASE_URL', 'REDIS_URL', 'NODE_ENV', 'METRICS_HOST', 'API_METRICS_PORT', 'WORKER_METRICS_PORT'];
    for (const [, { environment = {} }] of ofHerald)
      expect(Object.keys(environment)).toEqual(expect.arrayContaining(local));
    expect(services['api']?.environment).toMatchObject({ HOST: '0.0.0.0', PORT: 3000 });
  });
});

describe('a variable', () => {
  it.each([
    ['a${B:-c}', {}, 'ac'],
    ['a${B:-c}', { B: '' }, 'ac'],
    ['a${B-c}', { B: '' }, 'a'],
    ['a${B-c}', {}, 'ac'],
    ['${B:?why}', { B: 'b' }, 'b'],
  ])('%s with %j is %s', (before, env, after) => {
    expect(interpolate(before, env as Record<string, string>)).toBe(after);
  });

  it('that is needed says why when it is missing', () => {
    expect(() => interpolate('${B:?set B to b}', { B: '' })).toThrow('B: set B to b');
  });
});
