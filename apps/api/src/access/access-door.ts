import { DomainError } from '@herald/shared';
import type { Operation, OperationId, Permission } from '@herald/shared';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

import type { AuditService } from '../audit/audit.service.ts';
import type { CallerSession } from '../auth/caller-session.ts';
import type { Door } from '../http/door.ts';
import { mayDo } from './caller.ts';
import type { Caller, MemberCaller } from './caller.ts';
import { addressOf, callerOf, noteCaller } from './callers.ts';
import { declareAccess } from './declared-access.ts';
import type { KeyReader, Limiter } from './guards.ts';
import { showAllowance } from './rate-limit-headers.ts';
import { requireSameOrigin } from './same-origin.ts';

/** The sessions of members, as the door needs them. */
export interface Sessions {
  /** Read the session of a call, one after the other. */
  handlers: RequestHandler[];
  /** Whose session it is; known once the handlers have passed the call on. */
  memberOf(request: Request): MemberCaller | undefined;
  callerSession(request: Request, response: Response): CallerSession;
}

export interface AccessDoorDependencies {
  keys: KeyReader;
  sessions: Sessions;
  limiter: Limiter;
  audit: Pick<AuditService, 'record'>;
  /** Those of the web app; other pages may not change anything for whoever signed in. */
  origins: ReadonlySet<string>;
}

const BEARER = /^Bearer +(\S+) *$/i;

/**
 * Finds out who calls (a key, a session, a signature), counts the call, and lets it pass if its
 * maker may make it, by the table of permissions.
 */
export class AccessDoor implements Door {
  private readonly deps: AccessDoorDependencies;

  constructor(deps: AccessDoorDependencies) {
    this.deps = deps;
  }

  guard(id: OperationId, operation: Operation): RequestHandler[] {
    const { access, isProbe } = operation;
    if (typeof access === 'object') return [declareAccess(access, asSigner(access.signedBy))];
    if (isProbe) return [declareAccess(access, asNobody())];
    return this.guardPart(access, operation.audit ?? id);
  }

  /**
   * The same for a part of the app that is no operation.
   *
   * @param action under which the audit log says that it was refused.
   */
  guardPart(access: 'anybody' | Permission, action: string): RequestHandler[] {
    return [
      // A handler of its own for each operation: that is what the access is declared of.
      declareAccess(access, (request, response, next) => this.readKey(request, response, next)),
      ...this.deps.sessions.handlers.map(unlessKnown),
      this.readSession,
      this.count,
      this.requirePermission(action, access),
      this.requireOurPage(action),
    ];
  }

  /** Before a page that anybody may open, and that is no operation. */
  guardPage(): RequestHandler[] {
    return [declareAccess('anybody', asNobody()), this.count];
  }

  sessionOf(request: Request, response: Response): CallerSession {
    return this.deps.sessions.callerSession(request, response);
  }

  /** A call that shows a key is that key's, whatever cookies come with it. */
  private async readKey(request: Request, response: Response, next: NextFunction): Promise<void> {
    const { authorization } = request.headers;
    if (authorization === undefined) return next();
    const address = addressOf(request);
    try {
      const token = BEARER.exec(authorization)?.[1];
      if (token === undefined) throw new DomainError('unauthorized', 'Authorization must be: Bearer and an API key');
      noteCaller(request, { ...(await this.deps.keys.read(token)), address });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unauthorized')
        await this.countBadCredentials(request, response);
      throw error;
    }
    next();
  }

  private readonly readSession: RequestHandler = (request, _response, next) => {
    if (!isKnown(request)) {
      const member = this.deps.sessions.memberOf(request);
      noteCaller(request, { ...(member ?? { kind: 'nobody' }), address: addressOf(request) });
    }
    next();
  };

  private readonly count: RequestHandler = async (request, response, next) => {
    showAllowance(response, await this.deps.limiter.countCall(callerOf(request)));
    next();
  };

  private requirePermission(action: string, access: 'anybody' | Permission): RequestHandler {
    return async (request, _response, next) => {
      const caller = callerOf(request);
      if (access === 'anybody' || mayDo(caller, access)) return next();
      if (caller.kind === 'nobody') {
        throw new DomainError('unauthorized', 'sign in, or show an API key as Authorization: Bearer');
      }
      await this.recordRefusal(request, action, 'forbidden');
      throw new DomainError('forbidden', reasonOf(caller, access));
    };
  }

  /** A browser sends cookies for whoever asks it to; nobody can be made to send a key. */
  private requireOurPage(action: string): RequestHandler {
    return async (request, _response, next) => {
      if (request.method === 'GET' || request.method === 'HEAD' || callerOf(request).kind === 'key') return next();
      try {
        requireSameOrigin(request.headers, this.deps.origins);
      } catch (error) {
        // Nobody in particular could fill the log, from which nothing is ever removed.
        if (callerOf(request).kind === 'member') await this.recordRefusal(request, action, 'cross_origin');
        throw error;
      }
      next();
    };
  }

  private async countBadCredentials(request: Request, response: Response): Promise<void> {
    const address = addressOf(request);
    const allowance = await this.deps.limiter.countBadCredentials(address);
    if (allowance !== undefined) showAllowance(response, allowance);
    await this.deps.audit.record({
      caller: { kind: 'nobody', address },
      action: 'key.use',
      refusedFor: 'unauthorized',
      requestId: request.id as string,
    });
  }

  private async recordRefusal(request: Request, action: string, refusedFor: string): Promise<void> {
    const { id } = request.params;
    await this.deps.audit.record({
      caller: callerOf(request),
      action,
      subjectId: typeof id === 'string' && UUID.test(id) ? id : undefined,
      refusedFor,
      requestId: request.id as string,
    });
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function reasonOf(caller: Caller, permission: Permission): string {
  if (caller.kind === 'member') return `a member who is ${caller.role} may not do this (${permission})`;
  return `this API key has no scope for this (${permission})`;
}

function asNobody(): RequestHandler {
  return (request, _response, next) => {
    noteCaller(request, { kind: 'nobody', address: addressOf(request) });
    next();
  };
}

/** Whether the signature is right is seen when the body is read. */
function asSigner(by: 'vendor' | 'worker'): RequestHandler {
  return (request, _response, next) => {
    noteCaller(request, { kind: 'signer', by, address: addressOf(request) });
    next();
  };
}

function isKnown(request: Request): boolean {
  return request.headers.authorization !== undefined;
}

/** Passes a call by whose maker is known by a key. */
function unlessKnown(handler: RequestHandler): RequestHandler {
  // What it returns may be a promise, whose failure Express answers.
  return (request, response, next) => (isKnown(request) ? next() : handler(request, response, next));
}
