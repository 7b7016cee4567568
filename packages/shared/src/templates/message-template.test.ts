import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { DomainError } from '../errors.ts';
import { MAX_MESSAGE_LENGTH, MessageNotRendered, parseMessageTemplate } from './message-template.ts';
import { TEMPLATE_VARIABLES } from './variables.ts';
import type { TemplateData } from './variables.ts';

const SEED = 20_261_122;
const NOTHING_KNOWN = Object.fromEntries(TEMPLATE_VARIABLES.map((name) => [name, null])) as TemplateData;

function render(template: string, data: Partial<TemplateData> = {}): string {
  return parseMessageTemplate(template).render({ ...NOTHING_KNOWN, ...data });
}

function refusalOf(template: string): string {
  try {
    parseMessageTemplate(template);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('invalid_input');
    expect(error.fields).toEqual([{ path: 'messageTemplate', message: expect.any(String) }]);
    return error.fields[0]?.message ?? '';
  }
  throw new Error(`was not refused: ${template}`);
}

describe('a message template renders', () => {
  it.each([
    ['Hi {name}, welcome', { name: 'Asha' }, 'Hi Asha, welcome'],
    ['Hi { name }', { name: 'Asha' }, 'Hi Asha'],
    ['Hi {name|there}', {}, 'Hi there'],
    ['Hi {name|there}', { name: '' }, 'Hi there'],
    ['Hi {name|there}', { name: 'Asha' }, 'Hi Asha'],
    ['{visits|no}', { visits: 0 }, '0'],
    ['{name|say "hi" \\ now}', {}, 'say "hi" \\ now'],
    ["{name|it's you}", {}, "it's you"],
    ['{name|\\n\\u0041}', {}, '\\n\\u0041'],
    ['{name|}', {}, ''],
    ['{attributes.plan|free}', { attributes: { plan: 'gold' } }, 'gold'],
    ['{{ attributes["shoe size"] }}', { attributes: { 'shoe size': 44 } }, '44'],
    ['{{ tags | join: ", " }} ({{ tags.size }})', { tags: ['a', 'b'] }, 'a, b (2)'],
    ['{% for tag in tags %}[{tag}]{% endfor %}', { tags: ['a', 'b'] }, '[a][b]'],
    [
      '{% if orderCount > 3 %}Thanks{% else %}Hi{% endif %} {{ name | upcase }}',
      { orderCount: 4, name: 'Asha' },
      'Thanks ASHA',
    ],
    ['{% raw %}{name} {{ name }}{% endraw %} {name}', { name: 'Asha' }, '{name} {{ name }} Asha'],
    ['{{ name[0] }} of {{ name }}', { name: '😀' }, '\ufffd of 😀'],
    ['{{ "a\\u0000b" }}', {}, 'a\ufffdb'],
    ['{"json": {}} { a: 1 } {0} }{', {}, '{"json": {}} { a: 1 } {0} }{'],
  ])('%j of %j as %j', (template, data, message) => {
    expect(render(template, data)).toBe(message);
  });

  it('any fallback as it stands, whatever quotes and backslashes are in it', () => {
    const fallback = fc
      .string({ unit: fc.constantFrom('"', "'", '\\', 'n', 'u', '0', ' ', '%', '$', '😀'), maxLength: 12 })
      .filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(fallback, (text) => render(`{name|${text}}`) === text.trim()),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('customer data', () => {
  it.each(['{{ email }}', '{email}', '{% raw %}', '{% include "x" %}', '{{', '%}', '{name|{name}}'])(
    'such as %j is inserted and never evaluated',
    (name) => {
      const data = { name, email: 'secret@example.com', attributes: { note: name }, tags: [name] };
      expect(render('{name} {{ name }} {attributes.note} {{ tags | join: "" }}', data)).toBe(
        `${name} ${name} ${name} ${name}`,
      );
    },
  );

  it('gives away nothing that is not its own', () => {
    const data = { attributes: {}, tags: [] };
    expect(render('[{{ attributes.constructor }}{{ attributes.__proto__ }}{{ attributes.toString }}]', data)).toBe(
      '[]',
    );
  });
});

describe('a message template is refused', () => {
  it.each([
    // Positions are those of the text as it was written, not of the Liquid that it stands for.
    ['Hi {nmae}', 'unknown variable "nmae" at line 1, column 4'],
    ['{name} {name|there} {nmae}', 'unknown variable "nmae" at line 1, column 21'],
    ['{name}\n\n {{ nmae }}', 'unknown variable "nmae" at line 3, column 5'],
    ['{name}\r\n{name} {nmae|x}', 'unknown variable "nmae" at line 2, column 8'],
    ['{{ name.first.last }}', 'unknown variable "name.first.last" at line 1, column 4'],
    ['{{ attributes }}', 'unknown variable "attributes" at line 1, column 4'],
    ['{% if vip %}{% endif %}', 'unknown variable "vip" at line 1, column 7'],
    ['{% for x in orders %}{x}{% endfor %}', 'unknown variable "orders" at line 1, column 13'],
    ['{{ name | default: nick }}', 'unknown variable "nick" at line 1, column 20'],
  ])('%j: an unknown variable, with the known ones', (template, message) => {
    const refusal = refusalOf(template);
    expect(refusal).toContain(`${message}; known are name, firstName, email`);
    for (const name of TEMPLATE_VARIABLES) expect(refusal).toContain(name);
  });

  it.each([
    ['{name} {{ name', 'output "{{ name" not closed, at line 1, column 8'],
    ['{name}\n{% if name %}', 'tag {% if name %} not closed, at line 2, column 1'],
    ['{name} {% nonsense %}', 'tag "nonsense" not found, at line 1, column 8'],
    ['{name}\n {{ name | shout }}', 'undefined filter: shout, at line 2, column 2'],
  ])('%j: it does not parse', (template, message) => {
    expect(refusalOf(template)).toBe(message);
  });

  it.each(['include "x"', 'render "/etc/passwd"', 'layout "x"', 'block a'])(
    '{%% %s %%}: no other file is read',
    (tag) => {
      expect(refusalOf(`{% ${tag} %}`)).toMatch(/^tag "\w+" not found, at line 1, column 1$/);
    },
  );

  it.each([
    '{% for i in (1..1000000000) %}x{% endfor %}',
    '{% for i in (1..1000000) %}{% assign a = i %}{% endfor %}',
    '{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}',
    '{% assign x = "0123456789" %}{% for i in (1..60) %}{% assign x = x | append: x %}{% endfor %}',
    '{% for i in (1..3000) %}{{ "0123456789" }}{% endfor %}',
  ])('%s: it would take too long or get too long, and that is seen soon', (template) => {
    expect(refusalOf(template)).toMatch(/takes too long|is longer than/);
  });
});

describe('what one customer makes too long', () => {
  it('fails for that customer alone', () => {
    const template = parseMessageTemplate('{name}'.repeat(1_000));
    const nameOf = (length: number) => ({ ...NOTHING_KNOWN, name: 'x'.repeat(length) });
    expect(() => template.render(nameOf(200))).toThrow(MessageNotRendered);
    expect(template.render(nameOf(20))).toHaveLength(MAX_MESSAGE_LENGTH);
  });

  it('is bounded in time too', () => {
    const template = parseMessageTemplate(
      '{% for a in tags %}{% for b in tags %}{% for c in tags %}{% for d in tags %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}',
    );
    const tags = Array.from({ length: 50 }, String);
    expect(() => template.render({ ...NOTHING_KNOWN, tags })).toThrow(MessageNotRendered);
  });
});
