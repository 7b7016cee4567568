import { isIP } from 'node:net';

import type { Request } from 'express';

import type { Caller } from './caller.ts';

/** Names an interface of one machine, and may be any text: `fe80::1%anything`. */
const ZONE = /%/;
const callers = new WeakMap<Request, Caller>();

/** Notes who makes a call, once that is known. */
export function noteCaller(request: Request, caller: Caller): void {
  callers.set(request, caller);
}

/** Who makes the call. @throws Error for a route that let somebody in without a look. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error(`nobody looked who calls ${request.method} ${request.path}`);
  return caller;
}

/** Where a call comes from; behind a proxy that is trusted, as that says, if what it says is an address. */
export function addressOf({ ip, socket }: Pick<Request, 'ip' | 'socket'>): string {
  if (ip !== undefined && isIP(ip) !== 0 && !ZONE.test(ip)) return ip;
  return socket.remoteAddress ?? 'unknown';
}
