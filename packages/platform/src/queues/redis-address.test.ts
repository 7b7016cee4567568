import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { parseConfig } from '../config/parse-config.ts';
import { checkRedisConfig, redisAddressOf, redisConfigShape } from './redis-address.ts';

const schema = z.object(redisConfigShape).superRefine(checkRedisConfig);
const addressIn = (env: NodeJS.ProcessEnv) => redisAddressOf(parseConfig(schema, env));

describe('REDIS_URL and REDIS_CLUSTER', () => {
  it.each([
    [{}, undefined],
    [{ REDIS_URL: 'redis://one:6379/3' }, { url: 'redis://one:6379/3', isCluster: false }],
    [
      { REDIS_URL: 'rediss://me:secret@one', REDIS_CLUSTER: 'off' },
      { url: 'rediss://me:secret@one', isCluster: false },
    ],
    [
      { REDIS_URL: 'redis://one', REDIS_CLUSTER: 'on' },
      { url: 'redis://one', isCluster: true },
    ],
    [
      { REDIS_URL: 'redis://:s@one:1, redis://:s@[::1]:2/0', REDIS_CLUSTER: 'on' },
      { url: 'redis://:s@one:1, redis://:s@[::1]:2/0', isCluster: true },
    ],
  ])('%j is taken', (env, address) => {
    expect(addressIn(env)).toEqual(address);
  });

  it.each([
    [{ REDIS_URL: 'http://one' }, /REDIS_URL: must be a redis:\/\/ address$/],
    [{ REDIS_URL: 'redis://' }, /REDIS_URL: must be a redis:\/\/ address$/],
    [{ REDIS_URL: 'redis://one,', REDIS_CLUSTER: 'on' }, /REDIS_URL: must be a redis:\/\/ address$/],
    [{ REDIS_URL: 'redis://one,redis://two' }, /REDIS_URL: names several nodes, which needs REDIS_CLUSTER=on$/],
    [{ REDIS_CLUSTER: 'on' }, /REDIS_CLUSTER: needs REDIS_URL, which names nodes of the cluster$/],
    [{ REDIS_URL: 'redis://one', REDIS_CLUSTER: 'yes' }, /REDIS_CLUSTER: /],
    [{ REDIS_URL: 'redis://one/3', REDIS_CLUSTER: 'on' }, /REDIS_URL: must not name a database/],
    [{ REDIS_URL: 'redis://:a@one,redis://:b@two', REDIS_CLUSTER: 'on' }, /REDIS_URL: must have the same protocol/],
    [{ REDIS_URL: 'redis://one,rediss://two', REDIS_CLUSTER: 'on' }, /REDIS_URL: must have the same protocol/],
  ])('%j is refused by name', (env, message) => {
    expect(() => addressIn(env)).toThrow(message);
  });
});
