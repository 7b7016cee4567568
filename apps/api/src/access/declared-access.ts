import type { Access } from '@herald/shared';
import type { RequestHandler, Router } from 'express';

/** What a part of the app is to its callers: an access of its own, or something that only refuses or passes on. */
export type Declared = Access | 'passes on';

const declarations = new WeakMap<object, Declared>();

/** Says who may call what this handler, or the route that begins with it, answers. */
export function declareAccess<H extends RequestHandler | Router>(access: Declared, handler: H): H {
  declarations.set(handler, access);
  return handler;
}

/** Undefined when nobody said it. */
export function declaredAccess(handler: object): Declared | undefined {
  return declarations.get(handler);
}
