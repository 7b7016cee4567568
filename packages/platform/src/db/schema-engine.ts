import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg';

import { createPool } from './pool.ts';

type SchemaEngine = engineBindings.SchemaEngine;

const MAX_CONNECTIONS = 2;

/** The part of WebAssembly's API used here; its types ship with the DOM's only. */
interface WebAssemblyApi {
  instantiate(
    source: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

let loaded: Promise<void> | undefined;

/**
 * Instantiates Prisma's schema engine as WebAssembly. The package leaves this to a
 * bundler; Node needs it done by hand.
 */
async function loadEngine(): Promise<void> {
  const bindingsPath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(path.join(path.dirname(bindingsPath), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, {
    './schema_engine_bg.js': engineBindings,
  });
  engineBindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** Runs `work` with Prisma's schema engine connected to a database. */
export async function withSchemaEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  await (loaded ??= loadEngine());
  // A pool of our own, because only its end gives back the engine's advisory lock: left to itself
  // the connection stays for ten seconds, as long as another process waits for the lock at most.
  const pool = createPool({ databaseUrl, maxConnections: MAX_CONNECTIONS, applicationName: 'herald-migrations' });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
    const engine = await engineBindings.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}
