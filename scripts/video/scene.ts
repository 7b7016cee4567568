import type { DemoShop } from './demo-shop.ts';
import type { Presenter } from './presenter.ts';
import type { Stage } from './stage.ts';

/** What the steps of all scenes play with. */
export interface Play extends DemoShop {
  stage: Stage;
  presenter: Presenter;
}

export type StepAction = (play: Play) => Promise<void>;

/** What is done in a scene of docs/demo-script.md. */
export interface Scene {
  /** As it stands there. */
  title: string;
  /** Done in a cut before the scene, and not in the film. */
  prepare?: StepAction;
  /** One for each step there. */
  steps: readonly StepAction[];
}
