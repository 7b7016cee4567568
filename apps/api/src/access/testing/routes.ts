import type { Express } from 'express';

/** A part of the app that may answer a call, or an end of it. */
export interface FoundRoute {
  /** As `get /api/customers/:id`; of what is no route, what it is called. */
  name: string;
  handlers: object[];
}

interface Layer {
  name: string;
  handle: ((...parameters: never[]) => unknown) & { stack?: Layer[] };
  route?: { path: string; stack: { method?: string; handle: object }[] };
}

/** Everything in the app that could answer a call, routers within routers included. */
export function* routesOf(app: Express): Generator<FoundRoute> {
  yield* inStack((app.router as unknown as { stack: Layer[] }).stack);
}

function* inStack(stack: Layer[]): Generator<FoundRoute> {
  for (const { name, handle, route } of stack) {
    if (route !== undefined) yield* ofRoute(route);
    // What answers errors only is asked after somebody else.
    else if (handle.length === 4) continue;
    else if (handle.stack !== undefined) yield* ofRouter(handle, handle.stack);
    else yield { name, handlers: [handle] };
  }
}

/** A router may speak for all that is in it. */
function* ofRouter(router: object, stack: Layer[]): Generator<FoundRoute> {
  for (const found of inStack(stack)) yield { ...found, handlers: [...found.handlers, router] };
}

function* ofRoute({ path, stack }: NonNullable<Layer['route']>): Generator<FoundRoute> {
  const methods = new Set(stack.map(({ method = 'all' }) => method));
  for (const method of methods) {
    const handlers = stack.filter((layer) => (layer.method ?? 'all') === method).map(({ handle }) => handle);
    yield { name: `${method} ${path}`, handlers };
  }
}
