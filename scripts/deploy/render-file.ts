import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

/*
 * What https://render.com/docs/blueprint-spec says of the fields that render.yaml uses, and no others. Render's
 * own JSON schema has no licence under which it could be kept here.
 */
const name = z.string().regex(/^[a-z][a-z0-9-]*$/);
const region = z.enum(['oregon', 'ohio', 'virginia', 'frankfurt', 'singapore']);
const ipAllowList = z.array(z.strictObject({ source: z.cidrv4(), description: z.string().optional() }));

const value = z.strictObject({ key: z.string(), value: z.string() });
const generated = z.strictObject({ key: z.string(), generateValue: z.literal(true) });
/** Asked for when the Blueprint is first applied; not possible in a group. */
const asked = z.strictObject({ key: z.string(), sync: z.literal(false) });
const ofDatabase = z.strictObject({
  key: z.string(),
  fromDatabase: z.strictObject({ name, property: z.enum(['connectionString', 'host', 'port', 'user', 'password']) }),
});
const ofService = z.strictObject({
  key: z.string(),
  fromService: z.strictObject({
    type: z.enum(['keyvalue', 'web', 'pserv', 'worker']),
    name,
    property: z.enum(['connectionString', 'host', 'port', 'hostport']),
  }),
});
const ofGroup = z.strictObject({ fromGroup: name });

const container = {
  name,
  region,
  runtime: z.literal('docker'),
  plan: z.enum(['starter', 'standard', 'pro', 'pro plus', 'pro max', 'pro ultra']),
  dockerfilePath: z.string(),
  dockerContext: z.string(),
  dockerCommand: z.string().optional(),
  preDeployCommand: z.string().optional(),
  maxShutdownDelaySeconds: z.int().min(1).max(300),
  envVars: z.array(z.union([value, generated, asked, ofDatabase, ofService, ofGroup])),
};

const keyValueSchema = z.strictObject({
  type: z.literal('keyvalue'),
  name,
  region,
  plan: z.enum(['free', 'starter', 'standard', 'pro', 'pro plus']),
  maxmemoryPolicy: z.enum([
    'noeviction',
    'allkeys-lru',
    'allkeys-lfu',
    'allkeys-random',
    'volatile-lru',
    'volatile-ttl',
  ]),
  ipAllowList,
});
const webSchema = z.strictObject({ type: z.literal('web'), ...container, healthCheckPath: z.string().startsWith('/') });
const workerSchema = z.strictObject({ type: z.literal('worker'), ...container });

const blueprintSchema = z.strictObject({
  envVarGroups: z.array(z.strictObject({ name, envVars: z.array(z.union([value, generated])) })),
  databases: z.array(
    z.strictObject({
      name,
      plan: z.string().regex(/^(free|(basic|pro|accelerated)-\d+(mb|gb))$/),
      region,
      // A number would be one to YAML, and is refused by Render.
      postgresMajorVersion: z.string().regex(/^1[3-8]$/),
      databaseName: z.string(),
      user: z.string(),
      ipAllowList,
    }),
  ),
  services: z.array(z.discriminatedUnion('type', [keyValueSchema, webSchema, workerSchema])),
});
export type Blueprint = z.infer<typeof blueprintSchema>;

export function readRenderFile(): Blueprint {
  return blueprintSchema.parse(parse(readFileSync(path.join(import.meta.dirname, '../../render.yaml'), 'utf8')));
}
