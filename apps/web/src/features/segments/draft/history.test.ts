import { expect, it } from '@jest/globals';

import { beginHistory, record, redo, undo } from './history.ts';

it('goes back and forth one step at a time', () => {
  const typed = record(record(beginHistory('a'), 'b', { atMs: 0 }), 'c', { atMs: 1 });
  expect(undo(typed).present).toBe('b');
  expect(undo(undo(typed)).present).toBe('a');
  expect(redo(undo(undo(typed))).present).toBe('b');
  expect(redo(redo(undo(undo(typed))))).toMatchObject({ past: ['a', 'b'], present: 'c', future: [] });
});

it('stays where there is nothing to undo, and nothing to do again', () => {
  expect(undo(beginHistory('a')).present).toBe('a');
  expect(redo(beginHistory('a')).present).toBe('a');
});

it('takes typing in one place as one step', () => {
  let history = beginHistory('');
  for (const [index, text] of ['P', 'Pu', 'Pun', 'Pune'].entries()) {
    history = record(history, text, { about: 'city', atMs: index * 200 });
  }
  expect(history.past).toEqual(['']);
  expect(undo(history).present).toBe('');
});

it('takes another place, or a pause, as another step', () => {
  const first = record(beginHistory(0), 1, { about: 'a', atMs: 0 });
  expect(record(first, 2, { about: 'b', atMs: 10 }).past).toEqual([0, 1]);
  expect(record(first, 2, { about: 'a', atMs: 1_500 }).past).toEqual([0, 1]);
  expect(record(first, 2, { atMs: 10 }).past).toEqual([0, 1]);
});

it('begins a step of its own after an undo', () => {
  const undone = undo(record(record(beginHistory(0), 1, { atMs: 0 }), 2, { about: 'a', atMs: 10 }));
  const typed = record(undone, 3, { about: 'a', atMs: 20 });
  expect(typed).toMatchObject({ past: [0, 1], present: 3, future: [] });
});

it('notes no step when nothing changed', () => {
  const history = beginHistory({ a: 1 });
  expect(record(history, history.present, { atMs: 0 })).toBe(history);
});

it('keeps a bounded number of steps', () => {
  let history = beginHistory(0);
  for (let step = 1; step <= 250; step += 1) history = record(history, step, { atMs: step });
  expect(history.past).toHaveLength(100);
});
