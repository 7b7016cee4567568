import { SCOPES } from '@herald/shared';
import type { Signer } from '@herald/shared';
import { signatureHeaders } from '@herald/platform';

import { query } from '../testing/fixtures/database.ts';
import { keyHeaders, memberHeaders } from '../testing/fixtures/request.ts';
import type { CallerName, FuzzRequest } from './fuzz-request.ts';

type Credentials = Readonly<Record<string, string>>;

/** What the two signers sign with, in the API under test. */
export const SIGNING_SECRETS: Readonly<Record<Signer, string>> = { vendor: 'r'.repeat(32), worker: 'v'.repeat(32) };

/** Who makes the requests, with credentials that are valid as the request is sent. */
export class Callers {
  private credentials: Readonly<Record<CallerName, Credentials>>;
  private readonly url: string;
  private readonly databaseUrl: string;

  private constructor(url: string, databaseUrl: string) {
    this.url = url;
    this.databaseUrl = databaseUrl;
    const nobody = { Origin: url };
    this.credentials = { nobody, 'live key': nobody, 'test key': nobody, owner: nobody, analyst: nobody };
  }

  static async signIn(url: string, databaseUrl: string): Promise<Callers> {
    const callers = new Callers(url, databaseUrl);
    await callers.renew();
    return callers;
  }

  /** Everybody comes in anew, after a request that may have put somebody out. */
  async renew(): Promise<void> {
    this.credentials = {
      // Comes from our sign-in page, as those must who sign in.
      nobody: { Origin: this.url },
      'live key': await keyHeaders(SCOPES, 'live'),
      'test key': await keyHeaders(SCOPES, 'test'),
      owner: await memberHeaders(this.url, 'owner'),
      analyst: await memberHeaders(this.url, 'analyst'),
    };
    // Where a member with a Google account is an owner, nobody can claim the workspace.
    await query(this.databaseUrl, `UPDATE "Member" SET "googleSub" = NULL WHERE role = 'OWNER'`);
  }

  /** The headers of a request, its own before those of its caller. */
  headersOf(request: FuzzRequest, signer: Signer | undefined): [string, string][] {
    const own = new Set(request.headers.map(([name]) => name.toLowerCase()));
    const added = { ...this.credentials[request.caller], ...signatureOf(request, signer) };
    return [...request.headers, ...Object.entries(added).filter(([name]) => !own.has(name.toLowerCase()))];
  }
}

function signatureOf({ signature, body, target }: FuzzRequest, signer: Signer | undefined): Credentials {
  if (signer === undefined || signature === 'none') return {};
  const secret = signature === 'right' ? SIGNING_SECRETS[signer] : 'of somebody else';
  return signatureHeaders(secret, body ?? target);
}
