import { foldText } from '@herald/shared';
import { clause, type Clause, refused } from '../clause.ts';
import { alt, many, map, opt, type Parser, seq, words, wordsBetween } from '../grammar.ts';
import { all, any, ask } from '../rules.ts';

/** Longest name that is looked for without quotes. */
const LONGEST_NAME = 12;

/** The ids of what is called so: quoted, or its exact name. */
export function nameOf(
  kind: 'segments' | 'campaigns',
): Parser<{ ids: readonly string[]; name: string; isQuoted: boolean }> {
  return (input, at) => {
    const token = input.tokens[at];
    const names = input.names[kind];
    if (token?.kind === 'quoted') {
      return [
        { value: { ids: names.get(foldText(token.value)) ?? [], name: token.value, isQuoted: true }, end: at + 1 },
      ];
    }
    const found = [];
    for (let length = Math.min(LONGEST_NAME, input.tokens.length - at); length >= 1; length -= 1) {
      const name = wordsBetween(input, at, at + length);
      const ids = names.get(foldText(name));
      if (ids) found.push({ value: { ids, name, isQuoted: false }, end: at + length });
    }
    return found;
  };
}

export interface Named {
  ids: readonly string[];
  name: string;
  isQuoted: boolean;
}

interface NameList {
  all: readonly Named[];
  joiner: 'and' | 'or' | undefined;
}

/** `A, B or C`: any of them; `A and B`: all. */
export function listOf(one: Parser<Named>, before: Parser<unknown>): Parser<NameList> {
  const next = (joiner: 'and' | 'or') =>
    map(
      seq(one, many(seq(alt(words(joiner), words(',')), opt(before), one), 0), words(joiner), opt(before), one),
      ([first, more, , , last]): NameList => ({
        all: [first, ...more.map(([, , middle]) => middle), last],
        joiner,
      }),
    );
  return alt(
    next('or'),
    next('and'),
    map(one, (only): NameList => ({ all: [only], joiner: undefined })),
  );
}

/** Each of the list by itself; of names that do not exist none. */
export function withEach(what: 'segment' | 'campaign', { all: names, joiner }: NameList, operator: string): Clause {
  const clauses = names.map((name) => withOne(what, name, operator));
  const [first] = clauses;
  const bad = clauses.find(({ refusal }) => refusal !== undefined);
  if (bad) return bad;
  if (first && clauses.length === 1) return first;
  const rules = clauses.map(({ rule }) => rule);
  return clause(joiner === 'and' ? all(rules) : any(rules), { isListOfAll: joiner === 'and', isProperty: true });
}

export function withOne(
  what: 'segment' | 'campaign',
  { ids, name }: { ids: readonly string[]; name: string },
  operator: string,
): Clause {
  const [id] = ids;
  if (id === undefined) return refused(`there is no ${what} called "${name}"`);
  if (ids.length > 1) return refused(`${ids.length} ${what}s are called "${name}"`);
  return clause(ask(what, operator, id), { isProperty: true });
}

export function namesOf(names: Iterable<readonly [string, string]>): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const [id, name] of names) {
    const key = foldText(name).replace(/\s+/g, ' ').trim();
    byName.set(key, [...(byName.get(key) ?? []), id]);
  }
  return byName;
}
