import { setTimeout as delay } from 'node:timers/promises';

import type { Frame, Locator } from 'playwright-core';

import { settled } from '../testing/e2e/settled.ts';
import type { Stage } from './stage.ts';

const POINTER_MS = 600;
const BEFORE_CLICK_MS = 250;
const AFTER_CLICK_MS = 350;
const KEY_MS = 42;
const SCROLL_MS = 900;

/** Uses Herald on the stage as somebody does whom others watch: the pointer goes somewhere, then it clicks. */
export class Presenter {
  readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  get app(): Frame {
    return this.stage.app;
  }

  /** Resolves when the page shows what it is about. */
  settled(): Promise<void> {
    return settled(this.app);
  }

  /** By the navigation beside every page. */
  async goTo(place: string): Promise<void> {
    const navigation = this.app.getByRole('navigation', { name: 'Main' });
    await this.click(navigation.getByRole('link', { name: place, exact: true }));
    await this.settled();
  }

  look(ms: number): Promise<void> {
    return delay(ms);
  }

  /** Moves the pointer to the middle of something, which is scrolled to where one sees it. */
  async pointAt(target: Locator): Promise<{ x: number; y: number }> {
    await target.waitFor();
    await this.bringIntoView(target);
    const box = await target.boundingBox();
    if (!box) throw new Error(`${String(target)} is nowhere on the screen`);
    // Of wide things not the middle: that is often empty.
    const at = { x: box.x + Math.min(box.width / 2, 160), y: box.y + Math.min(box.height / 2, 120) };
    await this.stage.movePointer(at.x, at.y, POINTER_MS);
    await delay(POINTER_MS);
    await this.stage.mouse.move(at.x, at.y);
    return at;
  }

  async click(target: Locator): Promise<void> {
    const { x, y } = await this.pointAt(target);
    await delay(BEFORE_CLICK_MS);
    await this.stage.ring(x, y);
    // Waits until it can be clicked, which the bare mouse would not.
    await target.click({ position: await within(target, x, y) });
    await delay(AFTER_CLICK_MS);
  }

  /** Types in place of what is there. */
  async type(field: Locator, text: string): Promise<void> {
    await this.click(field);
    await field.fill('');
    await this.stage.keyboard.type(text, { delay: KEY_MS });
  }

  /** Opens a box with choices and takes one of them. */
  async choose(box: Locator, option: string | RegExp): Promise<void> {
    await this.click(box);
    await this.click(this.app.getByRole('option', { name: option, exact: true }).first());
  }

  /** Scrolls so that something is in the upper part of the screen. */
  async scrollTo(target: Locator): Promise<void> {
    await target.waitFor();
    await target.evaluate((element: { scrollIntoView(how: object): void }) =>
      element.scrollIntoView({ behavior: 'smooth', block: 'center' }),
    );
    await delay(SCROLL_MS);
  }

  async scrollToTop(): Promise<void> {
    await this.app.evaluate('window.scrollTo({ top: 0, behavior: "smooth" })');
    await delay(SCROLL_MS);
  }

  private async bringIntoView(target: Locator): Promise<void> {
    const box = await target.boundingBox();
    const height = await this.app.evaluate<number>('window.innerHeight');
    if (box && box.y >= 0 && box.y + box.height <= height) return;
    await this.scrollTo(target);
  }
}

async function within(target: Locator, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox();
  return { x: x - (box?.x ?? x), y: y - (box?.y ?? y) };
}
