import { setTimeout as delay } from 'node:timers/promises';

import type { HeraldProcess } from '../herald/herald-process.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { startThrowAwayRedis } from '../testing/throw-away-redis.ts';
import { KeptRunning } from './kept-running.ts';
import { KillablePostgres } from './killable-postgres.ts';

export interface HeraldUnderKillsOptions {
  /** The queues run on a Redis of its own; else on PostgreSQL. */
  onRedis: boolean;
  env: Record<string, string>;
}

/** A server that comes back when it is told to. */
interface KillableServer {
  kill(): Promise<void>;
  start(): Promise<void>;
}

type Step = () => Promise<unknown>;

/**
 * A Herald as in production, of which every process, and each server below it, can be killed and
 * comes back: the processes because somebody keeps them running, the servers after a while.
 */
export class HeraldUnderKills {
  readonly herald: ThrowAwayHerald;
  private readonly processes: KeptRunning[];
  private readonly servers: Map<string, KillableServer>;
  private readonly stopServers: Step;
  private readonly counts = new Map<string, number>();

  private constructor(herald: ThrowAwayHerald, servers: Map<string, KillableServer>, stopServers: Step) {
    this.herald = herald;
    this.servers = servers;
    this.stopServers = stopServers;
    const { api, worker, mockVendor } = herald;
    const processes: [string, HeraldProcess | undefined][] = [
      ['worker', worker],
      ['API', api],
      ['vendor', mockVendor],
    ];
    this.processes = processes.flatMap(([name, process]) => (process ? [new KeptRunning(name, process)] : []));
  }

  static async start({ onRedis, env }: HeraldUnderKillsOptions): Promise<HeraldUnderKills> {
    const steps: Step[] = [];
    const stopServers = async () => {
      for (const step of steps.toReversed()) await step();
    };
    try {
      const postgres = await KillablePostgres.start();
      steps.push(() => postgres.stop());
      const redis = onRedis ? await startThrowAwayRedis() : undefined;
      if (redis) steps.push(() => redis.stop());
      const at = { databaseUrl: postgres.url, ...(redis === undefined ? {} : { redisUrl: redis.url }) };
      const herald = await startThrowAwayHerald({ ...at, env, mockVendor: 'process' });
      const servers = new Map<string, KillableServer>([['PostgreSQL', postgres]]);
      if (redis) servers.set('Redis', redis);
      return new HeraldUnderKills(herald, servers, stopServers);
    } catch (error) {
      await stopServers();
      throw error;
    }
  }

  get victims(): string[] {
    return [...this.processes.map(({ name }) => name), ...this.servers.keys()];
  }

  /** How often who was killed, as a sentence's end. */
  get toll(): string {
    return this.victims.map((name) => `${name} ${this.counts.get(name) ?? 0}`).join(', ');
  }

  /** Processes that ended without a kill, by name. */
  get crashed(): string[] {
    return this.processes.filter(({ crashes }) => crashes > 0).map(({ name, crashes }) => `${name} ${crashes}`);
  }

  /** Times that a process did not come up; one that finds PostgreSQL away ends, and is started once more. */
  get failedStarts(): number {
    return this.processes.reduce((sum, { failedStarts }) => sum + failedStarts, 0);
  }

  /** Resolves when a server is back after `downMs`; a process is on its way then. */
  async kill(victim: string, downMs: number): Promise<void> {
    this.counts.set(victim, (this.counts.get(victim) ?? 0) + 1);
    const server = this.servers.get(victim);
    if (server === undefined) {
      await this.processes.find(({ name }) => name === victim)?.kill();
      return;
    }
    await server.kill();
    await delay(downMs);
    await server.start();
  }

  async stop(): Promise<void> {
    // The worker first and the vendor last, so that nobody misses whom it talks to.
    for (const process of this.processes) await process.stop();
    await this.herald.stop();
    await this.stopServers();
  }
}
