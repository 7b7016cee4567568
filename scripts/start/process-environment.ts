import { isIP } from 'node:net';

import { readLocalSecrets } from './local-secrets.ts';
import { chooseSignIn } from './sign-in-mode.ts';
import type { StartSettings } from './start-settings.ts';

/** What the worker and the API, which is to listen on `port` at `address`, find in their environment. */
export function processEnvironment(
  settings: StartSettings,
  databaseUrl: string,
  { port, address }: { port: number; address: string },
): NodeJS.ProcessEnv {
  return {
    ...chooseSignIn(settings.env, settings.host).env,
    VENDOR_URL: `${address}/api/mock-vendor/send-email`,
    RECEIPT_URL: `${address}/api/delivery-receipt`,
    MOCK_VENDOR: 'on',
    // The mock vendor runs in the API and knows the same; a vendor elsewhere needs those that both know.
    ...readLocalSecrets(settings.dataDir),
    OUTGOING_PRIVATE_ADDRESSES: privateAddresses(address),
    // There is no other API that would serve meanwhile.
    DRAIN_DELAY_MS: '0',
    ...withoutEmpty(settings.env),
    DATABASE_URL: databaseUrl,
    HOST: settings.host,
    PORT: String(port),
  };
}

/** What the worker may call besides public addresses: this machine, and the API where it was told to listen elsewhere. */
function privateAddresses(address: string): string {
  const host = new URL(address).hostname.replace(/^\[(.*)\]$/, '$1');
  return ['127.0.0.0/8', '::1', ...(isIP(host) === 0 ? [] : [host])].join(',');
}

/** An empty variable counts as not set. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
