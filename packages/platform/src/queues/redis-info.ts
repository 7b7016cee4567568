import { Cluster } from 'ioredis';
import type { Redis } from 'ioredis';

/**
 * How much of the memory that Redis may take (`maxmemory`) is taken, 0 to 1 and, once it is full, a little
 * above; of a cluster that of the node with the largest share, because a queue lies on one node.
 *
 * @returns undefined where no node has a limit.
 */
export async function readMemoryShare(redis: Redis | Cluster): Promise<number | undefined> {
  const nodes = redis instanceof Cluster ? redis.nodes('master') : [redis];
  const shares = await Promise.all(nodes.map(async (node) => shareIn(await node.info('memory'))));
  const limited = shares.filter((share) => share !== undefined);
  return limited.length === 0 ? undefined : Math.max(...limited);
}

function shareIn(info: string): number | undefined {
  const max = Number(readInfo(info, 'maxmemory') ?? 0);
  return max > 0 ? Number(readInfo(info, 'used_memory')) / max : undefined;
}

/** One line of Redis's INFO, `name:value`. */
export function readInfo(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
