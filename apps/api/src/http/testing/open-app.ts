import { newId } from '@herald/shared';
import { createLogger } from '@herald/platform';
import type { Express } from 'express';

import { noteCaller } from '../../access/callers.ts';
import { declareAccess } from '../../access/declared-access.ts';
import { createApp } from '../../app.ts';
import type { AppParts } from '../../app.ts';
import type { Door } from '../door.ts';
import { plainEffects } from '../effects.ts';
import type { Endpoints } from '../route.ts';

/** Lets everybody in, as an owner. */
const openDoor: Door = {
  guard: (_id, { access }) => [
    declareAccess(access, (request, _response, next) => {
      noteCaller(request, { kind: 'member', memberId: newId(), role: 'owner', address: '127.0.0.1' });
      next();
    }),
  ],
  sessionOf: () => {
    throw new Error('there are no sessions here');
  },
};

/** An app with these endpoints alone, open to everybody. */
export function openApp(endpoints: Partial<Endpoints>, parts: Partial<AppParts> = {}): Express {
  const logger = createLogger('test', 'silent');
  return createApp({ endpoints, logger, door: openDoor, effects: plainEffects, secrets: {}, ...parts });
}
