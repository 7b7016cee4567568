import { describe, expect, it } from '@jest/globals';
import { DomainError, parseMessageTemplate, TEMPLATE_VARIABLES } from '@herald/shared';
import type { TemplateData } from '@herald/shared';
import fc from 'fast-check';

import { asFallback, attributePath, canTakeFallback, insertTag, mergeTag, withFallback } from './merge-tags.ts';

const SEED = 20_261_128;
const NOTHING_KNOWN = Object.fromEntries(TEMPLATE_VARIABLES.map((name) => [name, null])) as TemplateData;

const render = (template: string, data: Partial<TemplateData> = {}) =>
  parseMessageTemplate(template).render({ ...NOTHING_KNOWN, attributes: {}, ...data });

function isUnderstood(template: string): boolean {
  try {
    parseMessageTemplate(template);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return false;
  }
}

describe('a merge tag', () => {
  it.each([
    ['city', '', '{city}'],
    ['city', 'your city', '{city|your city}'],
    ['attributes.plan', 'free', '{attributes.plan|free}'],
    ['attributes["shoe size"]', '', '{{ attributes["shoe size"] }}'],
    ['attributes["shoe size"]', 'your "size"', '{{ attributes["shoe size"] | default: "your \\"size\\"" }}'],
    ['city', ' a{b}|c\nd ', '{city|a b c d}'],
  ])('of %s with the fallback %j is %s', (variable, fallback, tag) => {
    expect(mergeTag(variable, fallback)).toBe(tag);
    expect(isUnderstood(tag)).toBe(true);
  });

  it('reaches an attribute whatever its name is', () => {
    const name = 'say "hi" \\ now';
    expect(render(mergeTag(attributePath(name)), { attributes: { [name]: 'yes' } })).toBe('yes');
    expect(attributePath('plan')).toBe('attributes.plan');
  });
});

describe('inserting at the caret', () => {
  it.each([
    // The caret is where the bar is.
    ['Hi ^!', 'Hi {name}^!'],
    ['^', '{name}^'],
    ['Hi {ci^ty}!', 'Hi {city}{name}^!'],
    ['{^', '{ {name}^'],
    ['{% if ^city %}x{% endif %}', '{% if city %}{name}^x{% endif %}'],
    ['{% raw %}^{% endraw %}', '{% raw %}{% endraw %}{name}^'],
  ])('%s becomes %s', (before, after) => {
    const caret = before.indexOf('^');
    const edited = insertTag(before.replace('^', ''), { start: caret, end: caret }, '{name}');
    expect(`${edited.template.slice(0, edited.caret)}^${edited.template.slice(edited.caret)}`).toBe(after);
  });

  it('takes the place of what is selected, and of whole tags that are half selected', () => {
    expect(insertTag('Hi you!', { start: 3, end: 6 }, '{name}')).toEqual({ template: 'Hi {name}!', caret: 9 });
    expect(insertTag('Hi {city}!', { start: 5, end: 10 }, '{name}')).toEqual({ template: 'Hi {name}', caret: 9 });
  });
});

describe('a fallback', () => {
  it.each([
    ['Hi {city}', 'Hi {city|there}'],
    ['Hi { city } and {city|old}', 'Hi {city|there} and {city|there}'],
    ['{{city}}', '{{city | default: "there" }}'],
    ['{{ city | upcase }}', '{{ city | default: "there" | upcase }}'],
    ['{{ city | default: "old" | upcase }}', '{{ city | default: "there" | upcase }}'],
    ["{{- city | default: 'o\\'ld' -}}", '{{- city | default: "there" -}}'],
    ['{name} {% raw %}{city}{% endraw %}', '{name} {% raw %}{city}{% endraw %}'],
    ['{% if city %}x{% endif %}', '{% if city %}x{% endif %}'],
  ])('turns %s into %s', (before, after) => {
    expect(withFallback(before, 'city', 'there')).toBe(after);
    expect(canTakeFallback(before, 'city')).toBe(before !== after);
    expect(isUnderstood(after)).toBe(true);
  });

  it('finds an attribute however the template writes it', () => {
    expect(withFallback('{{ attributes["plan"] }} {attributes.plan}', 'attributes.plan', 'free')).toBe(
      '{{ attributes["plan"] | default: "free" }} {attributes.plan|free}',
    );
    expect(withFallback("{{ attributes['shoe size'] }}", 'attributes["shoe size"]', '42')).toBe(
      '{{ attributes[\'shoe size\'] | default: "42" }}',
    );
  });
});

const piece = fc.constantFrom(
  'Hi ',
  '\n',
  '{',
  '}',
  ' ',
  '|',
  '%',
  '"',
  '\\',
  '😀',
  '{name}',
  '{ city | }',
  '{city}',
  '{city|a "b" \\c}',
  '{{ city }}',
  '{{- city | upcase -}}',
  '{{ city | default: "x" | append: "}" }}',
  '{{ attributes["a b"] }}',
  '{% if city %}',
  '{% else %}',
  '{% endif %}',
  '{% for tag in tags %}',
  '{tag}',
  '{% endfor %}',
  '{% raw %}',
  '{% endraw %}',
);
const template = fc
  .array(piece, { maxLength: 8 })
  .map((pieces) => pieces.join(''))
  .filter(isUnderstood);
const fallback = fc.string({ unit: fc.constantFrom('{', '}', '|', '"', "'", '\\', '\n', '%', ' ', 'a', '😀') });
const variable = fc.constantFrom('name', 'city', 'attributes.plan', attributePath('a b'));

describe('whatever is understood', () => {
  it('stays so with a tag inserted anywhere, which is then there in full', () => {
    fc.assert(
      fc.property(template, fc.nat(), variable, fallback, (text, at, path, instead) => {
        const caret = at % (text.length + 1);
        const tag = mergeTag(path, instead);
        const edited = insertTag(text, { start: caret, end: caret }, tag);
        expect(edited.template.slice(edited.caret - tag.length, edited.caret)).toBe(tag);
        return isUnderstood(edited.template);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('stays so with any fallback, which is what those read who have no value', () => {
    fc.assert(
      fc.property(template, fallback, (text, instead) => {
        const edited = withFallback(text, 'city', instead);
        expect(isUnderstood(edited)).toBe(true);
        expect(render(edited, { city: 'Pune', tags: ['x'] })).toBe(render(text, { city: 'Pune', tags: ['x'] }));
        const isPlain = text.includes('{city}') && !text.includes('%}');
        return !isPlain || render(edited).includes(asFallback(instead));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
