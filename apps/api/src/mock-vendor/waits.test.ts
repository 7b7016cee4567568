import { describe, expect, it } from '@jest/globals';

import { Waits } from './waits.ts';

const LONG_MS = 3_600_000;

describe('Waits', () => {
  it('end when their time has passed', async () => {
    expect(await new Waits().wait(1)).toBe(true);
  });

  it('end early for whoever goes away, and for nobody else', async () => {
    const waits = new Waits();
    const leaving = new AbortController();
    const staying = waits.wait(LONG_MS, new AbortController().signal);
    const left = waits.wait(LONG_MS, leaving.signal);
    leaving.abort();
    expect(await left).toBe(false);
    expect(await waits.wait(LONG_MS, leaving.signal)).toBe(false);
    waits.stop();
    expect(await staying).toBe(false);
  });

  it('all end when they are stopped, also those to come', async () => {
    const waits = new Waits();
    const open = [waits.wait(LONG_MS), waits.wait(LONG_MS)];
    waits.stop();
    expect(await Promise.all([...open, waits.wait(LONG_MS)])).toEqual([false, false, false]);
  });
});
