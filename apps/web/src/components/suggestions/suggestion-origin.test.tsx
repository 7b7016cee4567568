/** @jest-environment jsdom */
import '../../testing/browser.ts';

import { afterEach, expect, test } from '@jest/globals';
import type { AiOrigin } from '@herald/shared';
import { cleanup, fireEvent, screen } from '@testing-library/react';

import { renderPage } from '../../testing/render-page.tsx';
import { geminiOrigin, offlineOrigin } from '../../testing/sample-suggestions.ts';
import { SuggestionOrigin } from './suggestion-origin.tsx';

afterEach(cleanup);

const open = (origin: AiOrigin) => renderPage(<SuggestionOrigin origin={origin} />);
const disclosure = () => screen.queryByRole('button', { name: 'What was sent to the model' });

test('says that nothing left the machine only when nothing did', () => {
  open(offlineOrigin);
  expect(screen.getByText('Suggested by Herald itself: nothing left this machine.')).toBeTruthy();
  expect(disclosure()).toBeNull();
  cleanup();
  open({ ...geminiOrigin, provider: 'offline', model: null, note: 'The model did not answer in time.' });
  expect(screen.queryByText(/nothing left this machine/)).toBeNull();
  expect(screen.getByText('The model did not answer in time.')).toBeTruthy();
  expect(disclosure()).toBeTruthy();
});

test('names the model, and shows each call with all that was sent and came back', async () => {
  open(geminiOrigin);
  expect(screen.getByText('Suggested by Gemini, gemini-2.5-flash.')).toBeTruthy();
  expect(screen.queryByText(/contents/)).toBeNull();
  const button = disclosure();
  expect(button?.getAttribute('aria-expanded')).toBe('false');
  if (button) fireEvent.click(button);
  expect(button?.getAttribute('aria-expanded')).toBe('true');
  const request = await screen.findByLabelText('Request of call 2 of 2');
  expect(request.textContent).toBe(JSON.stringify(JSON.parse(geminiOrigin.exchanges[1]?.sent ?? ''), null, 2));
  expect(request.tabIndex).toBe(0);
  expect(screen.getByLabelText('Answer to call 2 of 2').textContent).toContain('"rules"');
  expect(screen.getByText('Nothing came back.')).toBeTruthy();
  expect(document.body.textContent).toContain('Call 1 of 2 · Too many calls at once · 0.1 s');
  expect(document.body.textContent).toContain('Answered · 1,204 tokens in · 87 out · 1.3 s');
  expect(screen.getAllByRole('button', { name: 'Copy the request', hidden: true })).toHaveLength(2);
});

test('shows an answer that is no JSON as it came', async () => {
  const [first] = geminiOrigin.exchanges;
  if (first) open({ ...geminiOrigin, exchanges: [{ ...first, outcome: 'malformed', received: '<b>not</b> {json' }] });
  fireEvent.click(screen.getByRole('button', { name: 'What was sent to the model' }));
  const answer = await screen.findByLabelText('Answer to call 1 of 1');
  expect(answer.textContent).toBe('<b>not</b> {json');
});
