import { describe, expect, it } from '@jest/globals';

import { cpuTimeMsOf } from '../../../../../packages/shared/src/testing/cpu-time.ts';
import { personalCandidatesIn, redactPersonal } from './redacted-text.ts';

const NOBODY = { names: new Set<string>(), externalIds: new Set<string>() };

describe('what identifies somebody in a text', () => {
  it.each([
    ['email is asha.rao+1@example.co.in please', 'email is [email 1] please'],
    ['a@b.example, A@b.example and a@b.example', '[email 1], [email 2] and [email 1]'],
    ['<asha@münchen.example>; "x"@y', '<[email 1]>; "x"@y'],
    ['phone is +91 98220 12345', 'phone is [phone 1]'],
    ['+91 20 1005 or 9822012345 or 98220-12345', '[phone 1] or [phone 2] or [phone 3]'],
    ['(020) 2567-1234 and 020 2567 1234, 555-123-4567', '[phone 1] and [phone 2], [phone 3]'],
    ['name contains "asha" or name is Rao', 'name contains "[name 1]" or name is [name 2]'],
    ['people called “Asha Rao” who called us', 'people called “[name 1]” who called us'],
    ['id 0192d3a0-0000-7000-8000-000000000001', 'id [id 1]'],
    ['9822 012 345, 555 123 4567 or 98 22 01 23 45', '[phone 1], [phone 2] or [phone 3]'],
    ['name is not Rao, and name contains asha', 'name is not [name 1], and name contains [name 2]'],
    ['first name is one of "Asha", "Priya"', 'first name is one of "[name 1]", "[name 2]"'],
    ['called Asha Rao or Priya and spent 5K', 'called [name 1] or [name 2] and spent 5K'],
    ['name does not contain "ash" and city is Pune', 'name does not contain "[name 1]" and city is Pune'],
    ['called "Asha a@b.example"', 'called "[name 1]"'],
  ])('is replaced: %s', (text, expected) => {
    const { text: redacted, restore } = redactPersonal(text, NOBODY);
    expect(redacted).toBe(expected);
    expect(restore(redacted)).toBe(text);
  });

  it.each([
    'spent over Rs 1,00,00,000 between 2026-01-01 and 2026-11-28',
    'ordered from 2026-11-01 to 2026-11-28 and 01.02.2026',
    'postal codes 411001, 411002 and 411001 411002',
    'spent between 1500 2000 2500 and ₹10000000000',
    'with an address at gmail.com or @gmail.com',
    'in the last 90 days, 5K, 2.5 lakh, 3x',
    'New Delhi in November, VIP customers of Pune',
    'who called us, whose name is missing or name is not set',
  ])('is not seen in: %s', (text) => {
    expect(redactPersonal(text, NOBODY).text).toBe(text);
  });

  it('is a name or number that a customer has', () => {
    const people = { names: new Set(['asha rao', 'émile 3']), externalIds: new Set(['C-000017', '5K']) };
    const redact = (text: string) => redactPersonal(text, people).text;
    expect(redact('Customers like Asha Rao. Not Émile 3')).toBe('Customers like [name 1]. Not [name 2]');
    expect(redact('who is C-000017, or C-000017.')).toBe('who is [id 1], or [id 1].');
    expect(redact('who is c-000017')).toBe('who is [id 1]');
    expect(redact('those like asha  rao')).toBe('those like [name 1]');
    expect(redact('those like asha rao, or ASHA RAO')).toBe('those like [name 1], or [name 2]');
    expect(redact("Asha Rao's friends, not Asha Raoul")).toBe("[name 1]'s friends, not Asha Raoul");
  });

  it('is no name where it is how everybody speaks', () => {
    const people = { names: new Set(['new customer', 'last month', 'test user']), externalIds: new Set<string>() };
    const text = 'every New Customer of last month, not test user';
    expect(redactPersonal(text, people).text).toBe(text);
    expect(personalCandidatesIn(text).names).toEqual([]);
  });

  it('is no name where many share the value, or the shop called a segment so', () => {
    const people = { names: new Set(['new delhi', 'asha rao']), externalIds: new Set<string>() };
    const { text, redact } = redactPersonal('Asha Rao of New Delhi, segment called Friends', people, [
      'New Delhi',
      'friends',
    ]);
    expect(text).toBe('[name 1] of New Delhi, segment called Friends');
    expect(redact('Friends of Asha Rao <x@y.example>')).toBe('Friends of [name 1] <[email 1]>');
  });

  it('gets no placeholder that the person wrote', () => {
    const { text, restore } = redactPersonal('[email 1] is a@b.example', NOBODY);
    expect(text).toBe('[email 1] is [email 2]');
    expect(restore(text)).toBe('[email 1] is a@b.example');
  });

  it('is found in time that grows with the text', () => {
    const hostile = [
      'a@'.repeat(500),
      'a.'.repeat(500),
      '1 '.repeat(500),
      'A '.repeat(500),
      '+1('.repeat(330),
      `${'a'.repeat(999)}@`,
      'called A, '.repeat(100),
      `name ${'is '.repeat(330)}`,
      `called ${'Aa '.repeat(330)}`,
      `called ${'"a" or '.repeat(140)}`,
    ];
    const spentMs = cpuTimeMsOf(() => {
      for (const text of hostile) redactPersonal(text, NOBODY);
      for (const text of hostile) personalCandidatesIn(text);
    });
    expect(spentMs).toBeLessThan(2_000);
  });
});

describe('what is worth looking up', () => {
  it('is words in a row, and words with digits that are no amounts', () => {
    expect(personalCandidatesIn('Meet Asha Rao (C-000017) with 5K, 90 days, 9822012')).toEqual({
      names: ['meet asha', 'meet asha rao', 'asha rao'],
      externalIds: ['C-000017', 'c-000017', '9822012'],
    });
    expect(personalCandidatesIn("María del Carmen López García's").names).toContain('maría del carmen lópez garcía');
    expect(personalCandidatesIn('like Christian Day').names).toContain('christian day');
    expect(personalCandidatesIn('asha and some of them').names).toEqual([]);
  });

  it('is all of a long text', () => {
    const letters = 'b c d f g h j k l m'.split(' ');
    const words = letters.flatMap((one) => letters.flatMap((other) => [`${one}a${other}a`, `${one}o${other}o`]));
    expect(personalCandidatesIn(`${words.join(' ')} Zoë Quixote`).names).toContain('zoë quixote');
  });
});
