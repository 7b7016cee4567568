import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

/** How far the campaign goes: to the vendor, launched to people who are all excluded, or nowhere. */
export type CampaignForm = 'sent' | 'excluded' | 'none';

export interface SmokeSettings {
  /** Where Herald is said to be, without a slash at its end. */
  origin: string;
  apiKey: string;
  /** A file with the certificates of an internal CA. */
  caFile: string | undefined;
  customers: number;
  campaign: CampaignForm;
  /** For all steps together. */
  timeoutMs: number;
  /** Where plain HTTP is answered, which must lead to the origin. */
  plainOrigin: string | undefined;
}

/** What was asked for cannot be done; the message says why. */
export class UsageError extends Error {}

export const USAGE = `Usage: HERALD_API_KEY=... pnpm smoke URL [options]

Walks a deployed Herald from health to a finished campaign, with customers and orders of its own.
It exits 0 when every step holds, else 1.

  --customers N     how many customers it makes, and so messages that go to the vendor: 1 to 100, by default 3
  --no-send         the campaign goes to customers who want no messages: the vendor is not called
  --no-campaign     no campaign at all
  --ca FILE         certificates (PEM) of an internal CA; NODE_EXTRA_CA_CERTS works as well
  --plain URL       where plain HTTP is answered when that is not port 80 of the same host
  --allow-http      the address may be http:// although it is not this machine
  --timeout SEC     for all steps together, by default 300

HTTPS_PROXY, HTTP_PROXY and NO_PROXY name a proxy on the way out.`;

const NO_KEY = `HERALD_API_KEY is not set. An owner makes a key at <URL>/settings/keys: live, with the scopes ingest,
read and campaigns, and an expiry of a day. Then: HERALD_API_KEY=... pnpm smoke <URL>`;

const MOST_CUSTOMERS = 100;
const MOST_SECONDS = 3_600;

/** @throws UsageError */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): SmokeSettings {
  const { values, positionals } = parse(args);
  const [url, ...more] = positionals;
  if (url === undefined || more.length > 0) throw new UsageError(USAGE);
  if (values['no-send'] && values['no-campaign'])
    throw new UsageError('--no-send and --no-campaign exclude each other.');
  const origin = readOrigin(url);
  if (origin.startsWith('http://') && !values['allow-http'] && !isThisMachine(origin)) {
    throw new UsageError(
      `${origin} is not HTTPS: the API key could be read on the way. Give --allow-http to do it all the same.`,
    );
  }
  const apiKey = env['HERALD_API_KEY'];
  if (!apiKey) throw new UsageError(NO_KEY);
  return {
    origin,
    apiKey,
    caFile: values.ca,
    customers: readNumber('--customers', values.customers, MOST_CUSTOMERS),
    campaign: values['no-campaign'] ? 'none' : values['no-send'] ? 'excluded' : 'sent',
    timeoutMs: readNumber('--timeout', values.timeout, MOST_SECONDS) * 1_000,
    plainOrigin: values.plain === undefined ? undefined : readOrigin(values.plain),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ca: { type: 'string' },
        customers: { type: 'string', default: '3' },
        'no-campaign': { type: 'boolean', default: false },
        'no-send': { type: 'boolean', default: false },
        plain: { type: 'string' },
        'allow-http': { type: 'boolean', default: false },
        timeout: { type: 'string', default: '300' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** Herald lives at the root of its host: its cookies and the addresses of its pages say so. */
function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`"${text}" is no http:// or https:// address.`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.username !== '') {
    throw new UsageError(`"${text}" must be an origin, as https://herald.example: Herald is not served below a path.`);
  }
  return url.origin;
}

function readNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new UsageError(`${name} must be a whole number from 1 to ${most}.`);
  }
  return value;
}

export function isThisMachine(origin: string): boolean {
  const host = new URL(origin).hostname.replace(/^\[(.*)\]$/, '$1');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
