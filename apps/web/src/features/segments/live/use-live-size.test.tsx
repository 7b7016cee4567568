/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { PreviewSegmentOutput, SegmentRules } from '@herald/shared';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';

import { renderPage } from '../../../testing/render-page.tsx';
import { LivePanel } from './live-panel.tsx';
import { useLiveSize } from './use-live-size.ts';

const ANN = '01975a3e-8f00-7000-8000-000000000001';

const visits = (value: number): SegmentRules => ({
  combinator: 'and',
  rules: [{ field: 'visits', operator: '>=', value }],
});

const preview = (size: number, more: Partial<PreviewSegmentOutput> = {}): PreviewSegmentOutput => ({
  audienceSize: size,
  isEstimate: false,
  sampleUserIds: size > 0 ? [ANN] : [],
  sample:
    size > 0
      ? [{ id: ANN, name: 'Ann', email: null, city: 'Pune', totalSpend: 1_250, orderCount: 2, lastOrderAt: null }]
      : [],
  customers: 1_000,
  percentOfCustomers: size / 10,
  withEmail: size,
  reachable: size - 1,
  description: '',
  sql: 'SELECT 1',
  elapsedMs: 1,
  ...more,
});
const estimate = (size: number) => preview(size, { isEstimate: true, sample: [], sampleUserIds: [] });
const refusal = (status: number, code: string) => ({
  status,
  body: { type: 'about:blank', title: code, status, code, detail: `it says ${code}`, requestId: 'r-1' },
});

interface Asked {
  rules: SegmentRules;
  previewId: string;
  estimate?: boolean;
  signal: AbortSignal;
  answer: (given: { status?: number; body: unknown }) => Promise<void>;
}

let asked: Asked[] = [];
const original = globalThis.fetch;

/** Every question waits until the test answers it, or the page takes it back. */
function listen() {
  asked = [];
  globalThis.fetch = ((_: string, { body, signal }: RequestInit) =>
    new Promise((resolve, reject) => {
      if (!signal) throw new Error('a question that cannot be taken back');
      signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      asked.push({
        ...(JSON.parse(body as string) as Omit<Asked, 'signal' | 'answer'>),
        signal,
        answer: ({ status = 200, body: answer }) =>
          act(async () => {
            resolve({
              status,
              ok: status < 300,
              json: async () => answer,
              headers: { get: () => null },
            } as unknown as Response);
            await Promise.resolve();
          }),
      });
    })) as typeof fetch;
}

function Page() {
  const [rules, setRules] = useState<SegmentRules | undefined>(visits(1));
  const live = useLiveSize(rules);
  return (
    <>
      <h1>Size</h1>
      <button onClick={() => setRules(visits(2))}>two</button>
      <button onClick={() => setRules(visits(3))}>three</button>
      <button onClick={() => setRules(undefined)}>incomplete</button>
      <output>{live.isSettled ? 'settled' : 'waiting'}</output>
      <LivePanel checked={{ rules, problems: new Map(), isEmpty: false }} live={live} />
    </>
  );
}

const pause = (ms = 310) => act(() => new Promise((resolve) => setTimeout(resolve, ms)));
const state = () => screen.getByRole('status').textContent;
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const latest = () => {
  const last = asked.at(-1);
  if (!last) throw new Error('nothing was asked');
  return last;
};
const until = (count: number) => waitFor(() => expect(asked).toHaveLength(count), { timeout: 10_000 });

jest.setTimeout(60_000);
afterEach(() => {
  cleanup();
  globalThis.fetch = original;
});

describe('the size while rules are written', () => {
  it('is estimated at once, and then everybody is counted', async () => {
    listen();
    renderPage(<Page />);
    await until(1);
    expect(latest()).toMatchObject({ rules: visits(1), estimate: true });
    await latest().answer({ body: estimate(480) });
    expect(await screen.findByText('≈ 480')).toBeTruthy();
    expect(screen.getByText('Estimate')).toBeTruthy();
    await until(2);
    expect(latest().estimate).toBeUndefined();
    expect(latest().previewId).toBe(asked[0]?.previewId);
    expect(state()).toBe('waiting');
    await latest().answer({ body: preview(500) });
    expect(await screen.findByText('500')).toBeTruthy();
    expect(state()).toBe('settled');
    expect(screen.getByText('50% of 1,000 customers')).toBeTruthy();
    expect(screen.getByText('Ann')).toBeTruthy();
    expect(screen.getByText('500 people, 50% of all customers')).toBeTruthy();
  });

  it('asks once where everybody is counted at once', async () => {
    listen();
    renderPage(<Page />);
    await until(1);
    await latest().answer({ body: preview(0) });
    expect(await screen.findByText('0')).toBeTruthy();
    expect(state()).toBe('settled');
    await pause();
    expect(asked).toHaveLength(1);
  });

  it('takes back what is overtaken, and asks only for what somebody stops at', async () => {
    listen();
    renderPage(<Page />);
    await until(1);
    await latest().answer({ body: estimate(480) });
    await until(2);
    press('two');
    press('three');
    expect(state()).toBe('waiting');
    expect(screen.getByText('≈ 480')).toBeTruthy();
    await until(3);
    expect(asked.map(({ rules, signal }) => [rules, signal.aborted])).toEqual([
      [visits(1), false],
      [visits(1), true],
      [visits(3), false],
    ]);
    await latest().answer({ body: preview(20) });
    expect(await screen.findByText('20')).toBeTruthy();
    expect(state()).toBe('settled');
  });

  it('keeps the number while a rule is not complete, and says that it waits for it', async () => {
    listen();
    renderPage(<Page />);
    await until(1);
    await latest().answer({ body: preview(20) });
    press('incomplete');
    expect(await screen.findByText('Complete the rule to see the size.')).toBeTruthy();
    expect(screen.getByText('20')).toBeTruthy();
    await pause();
    expect(asked).toHaveLength(1);
  });

  it('says in words that it takes too long, and keeps the estimate', async () => {
    listen();
    renderPage(<Page />);
    await until(1);
    await latest().answer({ body: estimate(480) });
    await until(2);
    await latest().answer(refusal(503, 'timed_out'));
    expect(await screen.findByText('This takes too long to count while you write')).toBeTruthy();
    expect(screen.getByText('≈ 480')).toBeTruthy();
    press('Count again');
    await until(3);
  });

  it('counts again when another count took its place, and says so when that goes on', async () => {
    listen();
    renderPage(<Page />);
    await until(1);
    await latest().answer(refusal(409, 'conflict'));
    await until(2);
    await latest().answer(refusal(409, 'conflict'));
    await until(3);
    expect(latest().estimate).toBeUndefined();
    await latest().answer(refusal(409, 'conflict'));
    await until(4);
    await latest().answer(refusal(409, 'conflict'));
    expect(await screen.findByText('Another count took the place of this one')).toBeTruthy();
  });
});
