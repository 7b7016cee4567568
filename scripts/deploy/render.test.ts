import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { readRenderFile, type Blueprint } from './render-file.ts';

const root = path.join(__dirname, '../..');
const { envVarGroups, databases, services } = readRenderFile();
const web = serviceOf('web');
const worker = serviceOf('worker');
const redis = serviceOf('keyvalue');

describe('render.yaml', () => {
  it('names only groups, databases, services and files that there are', () => {
    for (const { dockerfilePath, envVars } of [web, worker]) {
      expect(existsSync(path.join(root, dockerfilePath))).toBe(true);
      for (const variable of envVars) {
        if ('fromGroup' in variable) expect(envVarGroups.map(({ name }) => name)).toContain(variable.fromGroup);
        if ('fromDatabase' in variable) expect(databases.map(({ name }) => name)).toContain(variable.fromDatabase.name);
        if ('fromService' in variable)
          expect(redis).toMatchObject({ type: variable.fromService.type, name: variable.fromService.name });
      }
    }
    expect(new Set([...services, ...databases].map(({ region }) => region)).size).toBe(1);
  });

  it('runs commands that the image has', () => {
    const commands = [web.preDeployCommand, worker.dockerCommand];
    expect(commands).toEqual(['node scripts/docker/migrate.mjs', 'node apps/worker/dist/main.js']);
    expect(existsSync(path.join(root, 'scripts/docker/migrate.mjs'))).toBe(true);
  });

  it('sets everything that production needs, and only what .env.example tells of', () => {
    const ofAll = ['DATABASE_URL', 'REDIS_URL', 'VENDOR_SECRET', 'RECEIPT_SECRET'];
    const ofPeople = ['PUBLIC_URL', 'TRUST_PROXY', 'SESSION_SECRET', 'GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'];
    expect(keysOf(web)).toEqual(expect.arrayContaining([...ofAll, ...ofPeople]));
    expect(keysOf(worker)).toEqual(expect.arrayContaining([...ofAll, 'VENDOR_URL']));
    const told = readFileSync(path.join(root, '.env.example'), 'utf8');
    expect([...keysOf(web), ...keysOf(worker)].filter((key) => !told.includes(`\n# ${key}=`))).toEqual([]);
  });

  it('has no secret in it: each is made by Render, or asked for', () => {
    const written = [web, worker].flatMap(({ envVars }) => envVars.filter((variable) => 'value' in variable));
    expect(written.map(({ key }) => key).sort()).toEqual(['MOCK_VENDOR', 'TRUST_PROXY']);
    expect(envVarGroups.flatMap(({ envVars }) => envVars).every((variable) => 'generateValue' in variable)).toBe(true);
  });

  it('lets nobody in from outside but through the API, and loses no job', () => {
    expect([redis.ipAllowList, ...databases.map(({ ipAllowList }) => ipAllowList)]).toEqual([[], []]);
    expect(redis.maxmemoryPolicy).toBe('noeviction');
    // It keeps nothing over a restart.
    expect(redis.plan).not.toBe('free');
    expect(web.healthCheckPath).toBe('/readyz');
    for (const { maxShutdownDelaySeconds } of [web, worker]) expect(maxShutdownDelaySeconds).toBeGreaterThan(17);
  });
});

function serviceOf<T extends Blueprint['services'][number]['type']>(type: T) {
  const [found, ...others] = services.filter(
    (service): service is Extract<Blueprint['services'][number], { type: T }> => service.type === type,
  );
  if (!found || others.length > 0) throw new Error(`render.yaml has not one service of the type ${type}`);
  return found;
}

function keysOf({ envVars }: typeof web | typeof worker): string[] {
  return envVars.flatMap((variable) => {
    if ('key' in variable) return [variable.key];
    const group = envVarGroups.find(({ name }) => name === variable.fromGroup);
    return group?.envVars.map(({ key }) => key) ?? [];
  });
}
