import type { Scene } from './scene.ts';
import { audience } from './scenes/audience.ts';
import { campaign } from './scenes/campaign.ts';
import { delivery } from './scenes/delivery.ts';
import { house } from './scenes/house.ts';
import { importing } from './scenes/import.ts';
import { opening } from './scenes/opening.ts';

/** All that docs/demo-script.md tells, in its order. */
export const SCENES: readonly Scene[] = [...opening, ...importing, ...audience, ...campaign, ...delivery, ...house];
