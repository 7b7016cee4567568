/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { AiCallOutput, AiStateOutput, Role } from '@herald/shared';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';

import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { sampleProblem } from '../testing/samples.ts';
import { SuggestionsSettings } from './suggestions-settings.tsx';

const AT = '2026-11-28T10:00:00.000Z';
const gemini: AiStateOutput = {
  provider: 'gemini',
  model: 'gemini-2.5-flash',
  today: { calls: 50, inputTokens: 60_500, outputTokens: 4_100, costUsd: 0.0312 },
  limits: { callsPerDay: 200, costPerDayUsd: 2 },
  resetsAt: AT,
};
const offline: AiStateOutput = { ...gemini, provider: 'offline', model: null };
const call: AiCallOutput = {
  id: '01975a3e-8f00-7000-8000-000000000001',
  at: AT,
  purpose: 'segment_rules',
  model: 'gemini-2.5-flash',
  outcome: 'timed_out',
  inputTokens: 1_210,
  outputTokens: null,
  costUsd: 0.00036,
  elapsedMs: 20_050,
};

let paths: string[] = [];
let restore = () => {};

function open(state: FakeAnswer, role: Role = 'owner', calls: AiCallOutput[] = [call]) {
  paths = [];
  restore = fakeApi((path) => {
    paths.push(path);
    if (!path.startsWith('/api/ai/calls')) return state;
    const isFirst = !path.includes('cursor=');
    return { body: calls, headers: isFirst ? { link: '</api/ai/calls?cursor=next1>; rel="next"' } : {} };
  });
  return renderPage(<SuggestionsSettings />, {
    address: '/settings/suggestions',
    permissions: permissionsOf({ role }),
  });
}

afterEach(() => {
  cleanup();
  restore();
});

test('says who makes suggestions, how it is switched off, and what was used of the day', async () => {
  open({ body: gemini });
  expect(await screen.findByText('Google Gemini')).toBeTruthy();
  expect(screen.getByText('AI_PROVIDER=offline')).toBeTruthy();
  expect(screen.getByRole('progressbar', { name: 'Calls of a day used' }).getAttribute('aria-valuenow')).toBe('25');
  expect(document.body.textContent).toContain('50of 200');
  expect(document.body.textContent).toContain('$0.0312of $2.00');
  expect(document.body.textContent).toContain('60,500 in, 4,100 out');
});

test('without a model says so, and shows no use', async () => {
  open({ body: offline });
  expect(await screen.findByText('Herald itself')).toBeTruthy();
  expect(screen.getByText('GEMINI_API_KEY=…')).toBeTruthy();
  expect(screen.queryByText('Used today')).toBeNull();
  expect(screen.getByText('Names, emails, phone numbers and addresses of customers')).toBeTruthy();
});

test('owners see each call, in pages; others are not asked about it', async () => {
  const { currentAddress } = open({ body: gemini });
  expect(await screen.findByText('Rules from words')).toBeTruthy();
  expect(screen.getByText('No answer in time')).toBeTruthy();
  expect(screen.getByText('1,210 / –')).toBeTruthy();
  expect(screen.getByText('$0.00036')).toBeTruthy();
  expect(screen.getByText('20.1 s')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Next' }));
  await waitFor(() => expect(currentAddress()).toBe('/settings/suggestions?cursor=next1&page=2'));
  cleanup();
  restore();
  open({ body: gemini }, 'analyst');
  await screen.findByText('Google Gemini');
  expect(screen.queryByText('Calls of the model')).toBeNull();
  expect(paths).toEqual(['/api/ai']);
});

test('says that no model was asked, and that the state could not be loaded', async () => {
  open({ body: offline }, 'owner', []);
  expect(await screen.findByText('No model has been asked yet.')).toBeTruthy();
  cleanup();
  restore();
  open(sampleProblem(403, 'forbidden', 'this takes another role'));
  expect(await screen.findByText('this takes another role')).toBeTruthy();
});
