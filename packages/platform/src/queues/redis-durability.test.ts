import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { requireDurableRedis } from './redis-durability.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Says of itself what the test wants, and OK to everything else. */
async function redisThatSays(info: string): Promise<string> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const commands = data.toString().split(/(?=\*\d+\r\n)/);
      for (const command of commands) {
        socket.write(/\r\ninfo\r\n/i.test(command) ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n');
      }
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const info = (aof: number, policy: string) =>
  `# Memory\r\nmaxmemory_policy:${policy}\r\n# Persistence\r\nloading:0\r\naof_enabled:${aof}\r\n`;

describe('requireDurableRedis', () => {
  it('takes one that keeps what it is told', async () => {
    await requireDurableRedis({ url: await redisThatSays(info(1, 'noeviction')), isCluster: false });
  });

  it.each([
    [0, 'noeviction', /REDIS_URL: it has no append-only persistence \(set `appendonly yes`\)$/],
    [1, 'allkeys-lru', /REDIS_URL: it may evict jobs .* \(set `maxmemory-policy noeviction`\)$/],
    [0, 'volatile-ttl', /append-only persistence.*; it may evict/],
  ])('refuses one with aof_enabled %d and %s', async (aof, policy, message) => {
    await expect(
      requireDurableRedis({ url: await redisThatSays(info(aof, policy)), isCluster: false }),
    ).rejects.toThrow(message);
  });

  it('says when there is none', async () => {
    await expect(requireDurableRedis({ url: 'redis://127.0.0.1:9', isCluster: false })).rejects.toThrow(
      /ECONNREFUSED|closed/,
    );
  });
});
