import { clause, type Clause, refused } from '../clause.ts';
import { alt, map, oneOf, opt, type Parser, seq, words, wordsBetween } from '../grammar.ts';
import { phrasesOf } from '../lexicon/phrases.ts';
import { PLACES, TEXT_FIELDS } from '../lexicon/profile.ts';
import { type ValueList, valueList } from '../phrases/known-values.ts';
import { ask, negate } from '../rules.ts';
import { isAnyOf } from './values.ts';

export const textField = oneOf(TEXT_FIELDS);
export const having = opt(
  words(
    `
      with | whose | having | have | has | had | with a | with an | have a | have an | has a | has an | with the |
      the | their | a | an | in | from | in the | from the | having a | having an | use | using | using a | on |
      on a | whose registered | live in | living in | use a
    `,
  ),
);
const is = opt(
  words(
    `
      is | are | = | == | equals | : | of | is in | is one of | one of | in | is any of | is either | either |
      being | is equal to | named | called | as | is any of | matches | equal to | equal | reads | eq
    `,
  ),
);
const isNot = words(
  `
    is not | are not | != | <> | ≠ | is none of | is not in | is neither | is not one of | not | other than |
    is other than | is anything but | is not any of | not in | does not equal | not equal to | is not equal to |
    does not match | is different from
  `,
);

/** A text in quotes, or any single word where a part of a text is asked for. */
const someText: Parser<string> = (input, at) => {
  const token = input.tokens[at];
  if (token?.kind === 'quoted') return token.value === '' ? [] : [{ value: token.value, end: at + 1 }];
  if (token === undefined || (token.kind === 'mark' && !/[+@.]/.test(token.text))) return [];
  // What stands close together is one text: "+44", "@shop.test".
  let end = at + 1;
  while (input.tokens[end]?.start === input.tokens[end - 1]?.end && !/^[,;()]$/.test(input.tokens[end]?.text ?? ','))
    end += 1;
  return [{ value: wordsBetween(input, at, end), end }];
};

/** Words that begin with a capital letter: `Priya Sharma`. */
const properName: Parser<string> = (input, at) => {
  let end = at;
  while (input.tokens[end]?.kind === 'word' && /^\p{Lu}/u.test(wordsBetween(input, end, end + 1)) && end < at + 4)
    end += 1;
  return end > at ? [{ value: wordsBetween(input, at, end), end }] : [];
};

const TESTS = new Map([
  ...called(
    'beginsWith',
    phrasesOf(`
      starts with | start with | starting with | begins with | begin with | beginning with | starts in |
      that start with | that starts with | that begins with | starts with the letter | starting with the letter |
      begins with the letter | start with the letter | beginning with the letter | starts with letter
    `),
  ),
  ...called(
    'endsWith',
    phrasesOf(`
      ends with | end with | ending with | ending in | ends in | end in | that ends with | that end with |
      that ends in
    `),
  ),
  ...called('contains', ['contains', 'contain', 'containing', 'includes', 'including', 'has', 'that contains', 'with']),
  ...called('doesNotContain', ['does not contain', 'not containing', 'do not contain', 'does not include']),
]);

function called(operator: string, phrases: readonly string[]): [string, string][] {
  return phrases.map((phrase) => [phrase, operator]);
}

const at = opt(words('@', 'the letters', 'the word', 'the letter', 'the text', 'letter'));

/** `whose city is Pune or Mumbai`, `name starts with A`, `email ends with "@example.com"` */
export const textFields: Parser<Clause> = alt(
  map(seq(having, textField, isNot, valuesOfField()), ([, field, , list], said) =>
    fieldClause(field, list, said, true),
  ),
  map(seq(having, textField, is, valuesOfField()), ([, field, , list], said) => fieldClause(field, list, said, false)),
  map(
    seq(
      opt(words('with | having | have | has')),
      someText,
      words('in | as part of | within | inside'),
      opt(words('the | their | his | her | its')),
      textField,
    ),
    ([, text, , whose, field]) =>
      whose === undefined || PLACES.has(field) ? undefined : clause(ask(field, 'contains', text)),
  ),
  // "city in (Pune, Mumbai)"
  map(
    seq(
      having,
      textField,
      words('in', '=', 'is', 'not in', 'is in', 'is not in'),
      words('('),
      valuesOfField(),
      words(')'),
    ),
    ([, field, how, , list], said) => fieldClause(field, list, said, how.includes('not')),
  ),
  map(seq(having, textField, oneOf(TESTS), at, someText), ([, field, operator, , text], said) => {
    const isAfterAt = /@\s*\S+$/.test(said) && (field === 'email' || field === 'emailDomain');
    return clause(ask(field, operator, isAfterAt && field === 'email' ? `@${text}` : text));
  }),
  map(
    seq(
      words('named', 'called', 'whose name is', 'with the name', 'by the name of', 'whose first name is', 'name is'),
      alt(properName, someText),
    ),
    ([said, text]): Clause =>
      said.includes('first') ? refused('say "name starts with …"') : clause(ask('name', '=', text)),
  ),
);

function valuesOfField(): Parser<ValueList> {
  return valueList(({ scope }) => scope === 'customer');
}

function fieldClause(field: string, list: ValueList, said: string, isNegated: boolean): Clause | undefined {
  const values = list.fields.get(field) ?? list.quoted;
  if (!values) return undefined;
  if (list.joiner === 'and' && values.length > 1 && isNegated)
    return refused(`in "${said}" say "or" between the values`);
  const rule = isAnyOf(field, values);
  return clause(isNegated ? negate(rule) : rule, { isNotNegatable: isNegated, isListOfAll: list.joiner === 'and' });
}
