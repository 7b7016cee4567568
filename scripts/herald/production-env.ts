/**
 * What a process of Herald is told so that it runs as in production: the access of people too,
 * with values that lead nobody anywhere. Those who use it call with an API key.
 */
export const PRODUCTION_ENV = {
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://herald.invalid',
  GOOGLE_CLIENT_ID: 'nobody',
  GOOGLE_CLIENT_SECRET: 'nobody signs in with Google here',
  SESSION_SECRET: 'no session is signed with this secret',
  RECEIPT_SECRET: 'a secret of 32 characters or more',
  VENDOR_SECRET: 'another secret of 32 characters or more',
  // The mock vendor runs on this machine.
  OUTGOING_PRIVATE_ADDRESSES: '127.0.0.1',
  // There is no load balancer that would have to notice.
  DRAIN_DELAY_MS: '0',
  // Benches and demos ask as fast as they can. They are counted all the same, as in production.
  RATE_LIMIT_PER_KEY: '100000000',
};
