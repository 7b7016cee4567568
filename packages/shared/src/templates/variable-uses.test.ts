import { expect, it } from '@jest/globals';

import { parseMessageTemplate } from './message-template.ts';

/** In short: the variable, what stands in its place, and whether that is all there is to it. */
const usesOf = (template: string) =>
  parseMessageTemplate(template)
    .findUses()
    .map(({ variable, instead, isConditional }) => [variable, instead, ...(isConditional ? ['conditional'] : [])]);

it.each<[string, string[][]]>([
  ['Hello', []],
  ['Hi {name}', [['name', '']]],
  ['Hi {name|there}', [['name', 'there']]],
  ['Hi { name | there }', [['name', 'there']]],
  ['Hi {{ name | default: "you" }}', [['name', 'you']]],
  ['{attributes.plan|free}', [['attributes.plan', 'free']]],
  ['{{ attributes["shoe size"] }}', [["attributes['shoe size']", '']]],
  ['{name|a} {name|b} {name|a}', [['name', 'a'], ['name', 'b']]], // prettier-ignore
  ['{tags.first|none} {{ tags[0] }} {{ tags.size }}', [['tags.first', 'none'], ['tags[0]', ''], ['tags.size', '']]], // prettier-ignore
  ['{% raw %}{{ name }}{% endraw %} {"a": {}}', []],
])('%j uses values with their fallbacks: %j', (template, uses) => {
  expect(usesOf(template)).toEqual(uses);
});

it.each<[string, string[][]]>([
  ['{{ name | upcase }}', [['name', '', 'conditional']]],
  ['{{ name | default: "you" | upcase }}', [['name', 'YOU', 'conditional']]],
  ['{{ visits | plus: 1 }}', [['visits', '1', 'conditional']]],
  ['{% if city %}in {city}{% else %}near you{% endif %}', [['city', 'near you', 'conditional']]],
  ['{% unless name %}Hi{% endunless %}', [['name', 'Hi', 'conditional']]],
  ['{% for tag in tags %}{tag}{% endfor %}', [['tags', '', 'conditional']]],
  ['{% assign plan = attributes.plan | default: "free" %}{{ plan }}', [['attributes.plan', '', 'conditional']]],
  // One use is enough to be one of these.
  ['{name} {% if name %}!{% endif %}', [['name', '', 'conditional']]],
])('%j decides or changes something by a value: %j', (template, uses) => {
  expect(usesOf(template)).toEqual(uses);
});

it.each<[string, string[][]]>([
  [
    '{{ name | default: city }}',
    [
      ['name', '', 'conditional'],
      ['city', '', 'conditional'],
    ],
  ],
  [
    '{% if name %}{city}{% endif %}',
    [
      ['name', '', 'conditional'],
      ['city', '', 'conditional'],
    ],
  ],
  ['{% assign other = "you" %}{{ name | default: other }}', [['name', '', 'conditional']]],
])('%j: what others say instead is not known', (template, uses) => {
  expect(usesOf(template)).toEqual(uses);
});

it('a name that was given in the template, or that is a value itself, is none of the data', () => {
  expect(usesOf('{% assign name = "x" %}{{ name }}')).toEqual([]);
  expect(usesOf('{{ attributes[firstName] }}')).toEqual([['firstName', '', 'conditional']]);
});

it('a long text in place of a value is cut', () => {
  const [[, instead] = []] = usesOf(`{% if name %}x{% else %}${'y'.repeat(300)}{% endif %}`);
  expect(instead).toBe(`${'y'.repeat(199)}…`);
});
