import { type Clause } from '../clause.ts';
import { alt, type Input, map, oneOf, opt, type Parser, seq, words, wordsBetween } from '../grammar.ts';
import { IN_PLACE, OUTSIDE_PLACE, PLACES, TEXT_FIELDS } from '../lexicon/profile.ts';
import { type FieldFilter, type ValueList, valueList } from '../phrases/known-values.ts';
import { negate } from '../rules.ts';
import { ambiguous, valuesClause } from './values.ts';

const isPlace: FieldFilter = ({ field, scope }) => scope === 'customer' && PLACES.has(field);
const ofCustomers: FieldFilter = ({ scope }) => scope === 'customer';

/** The only field that has the values; of places a city is meant before what is named after it. */
function byOnlyField(list: ValueList, said: string): Clause | undefined {
  const fields = [...list.fields.keys()];
  const [field] = fields;
  if (field === undefined) return undefined;
  if (fields.length > 1) return byCity(list, fields, said) ?? ambiguous(fields, said);
  return valuesClause(field, list, list.fields.get(field) ?? []);
}

/** A city that has the name of its state or country is meant itself. */
function byCity(list: ValueList, fields: readonly string[], said: string): Clause | undefined {
  if (!fields.includes('city') || !fields.every((field) => PLACES.has(field))) return undefined;
  const found = valuesClause('city', list, list.fields.get('city') ?? []);
  return { ...found, assumptions: [{ words: said, meaning: `the city ${said}` }] };
}

const listOfPlaces = map(valueList(isPlace), (list, said) => byOnlyField(list, said));
const listOfAnything = map(valueList(ofCustomers), (list, said) => byOnlyField(list, said));
const the = opt(words('the', 'city of', 'the city of', 'state of', 'the state of', 'both', 'either'));

const fieldOfPlace = oneOf(new Map([...TEXT_FIELDS].filter(([, field]) => PLACES.has(field))));

/** `in Pune`, `living in Pune or Mumbai`, `outside India` */
const place: Parser<Clause> = alt(
  map(seq(words(...IN_PLACE), the, listOfPlaces), ([, , found]) => found),
  map(
    seq(
      opt(words('living', 'live', 'lives', 'based', 'located', 'residing', 'staying')),
      words(...OUTSIDE_PLACE),
      the,
      listOfPlaces,
    ),
    ([, , , found]) =>
      found.refusal === undefined ? { ...found, rule: negate(found.rule), isNotNegatable: true } : found,
  ),
  // "Delhi state" is no city.
  map(seq(opt(words(...IN_PLACE)), the, valueList(isPlace), fieldOfPlace), ([, , list, field]): Clause | undefined => {
    const values = list.fields.get(field);
    return values && valuesClause(field, list, values);
  }),
  // "from Instagram": where customers came from may be an attribute.
  map(
    seq(
      words(
        `
          from | via | through | by | in | on | using | came from | came through | came via | acquired through |
          acquired via | on the | from the | in the | who speak | speaking
        `,
      ),
      listOfAnything,
    ),
    ([, found]) => found,
  ),
);

/** `VIP`, `Pune`, `gold`: a value that only one field has. */
const bareValue: Parser<Clause> = (input, at) =>
  listOfAnything(input, at)
    .filter(({ end }) => !isPartOfMore(input, at, end))
    .map(({ value, end }) => ({
      value: isHavingAll(value)
        ? {
            ...value,
            isBareValue: true,
            unclear: 'say "tagged both … and …", or "or" to reach everyone who has one of them',
          }
        : { ...value, isBareValue: true },
      end,
    }));

function isHavingAll({ rule }: Clause): boolean {
  return 'operator' in rule && rule.operator === 'hasAll';
}

/** A number or a word of the grammar is no value by itself. */
function isPartOfMore(input: Input, at: number, end: number): boolean {
  const said = wordsBetween(input, at, end);
  return input.tokens[at]?.kind === 'quoted' || /^\d/.test(said);
}

/** `both VIP and wholesale` */
const bothValues: Parser<Clause> = map(seq(words('both | both the'), listOfAnything), ([, found]) =>
  isHavingAll(found) ? found : undefined,
);

export const placeClauses: readonly Parser<Clause>[] = [place, bareValue, bothValues];
