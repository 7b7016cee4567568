import type { Operation, OperationId } from '@herald/shared';
import type { Request, RequestHandler } from 'express';

import { addressOf, noteCaller } from '../access/callers.ts';
import { declareAccess } from '../access/declared-access.ts';
import type { CallerSession } from '../auth/caller-session.ts';
import type { Door } from '../http/door.ts';
import { signedCallHandlers } from '../http/signed-calls.ts';

/** Before a mock vendor that is a process of its own: it knows no members and keys, only who signs as the worker. */
export class VendorDoor implements Door {
  private readonly secret: string | undefined;

  /** @param secret without it everybody is let in. */
  constructor(secret: string | undefined) {
    this.secret = secret;
  }

  guard(_id: OperationId, operation: Operation): RequestHandler[] {
    const access = { signedBy: 'worker' } as const;
    const note = declareAccess(access, noteWorker());
    // Those that are signed in the API too are checked where their body is read.
    if (typeof operation.access === 'object') return [note];
    const signed = signedCallHandlers({ access, body: undefined }, { worker: this.secret });
    return signed === undefined ? [note] : [note, signed.check];
  }

  sessionOf(request: Request): CallerSession {
    throw new Error(`the mock vendor has no sessions, for ${request.path}`);
  }
}

function noteWorker(): RequestHandler {
  return (request, _response, next) => {
    noteCaller(request, { kind: 'signer', by: 'worker', address: addressOf(request) });
    next();
  };
}
