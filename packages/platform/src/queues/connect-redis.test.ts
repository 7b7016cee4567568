import { describe, expect, it } from '@jest/globals';

import { clusterPlace } from './connect-redis.ts';

describe('the place of a cluster', () => {
  it('is one or more nodes', () => {
    expect(clusterPlace('redis://one,redis://[::1]:7001')).toEqual({
      nodes: [
        { host: 'one', port: 6_379 },
        { host: '::1', port: 7_001 },
      ],
      redisOptions: {},
    });
  });

  it('has one user, one password and TLS for all nodes, also those that are found', () => {
    expect(clusterPlace('rediss://me:a%2Fb@one:1,rediss://me:a%2Fb@two:2')).toMatchObject({
      nodes: [
        { host: 'one', port: 1 },
        { host: 'two', port: 2 },
      ],
      redisOptions: { username: 'me', password: 'a/b', tls: {} },
    });
  });
});
