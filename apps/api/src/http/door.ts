import type { Operation, OperationId } from '@herald/shared';
import type { Request, RequestHandler, Response } from 'express';

import type { CallerSession } from '../auth/caller-session.ts';

/** Stands before every operation. */
export interface Door {
  /**
   * Handlers that come before all others: they let a call pass that its maker may make, and note who
   * that is (see `callerOf`). The first one declares the operation's access.
   */
  guard(id: OperationId, operation: Operation): RequestHandler[];
  /** The session of the call, with which one signs in and out. */
  sessionOf(request: Request, response: Response): CallerSession;
}
