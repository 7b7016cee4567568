import { type Clause, clause, refused } from '../clause.ts';
import { alt, map, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { ACTIVE, BUYERS, INACTIVE, INACTIVE_DAYS, NEW, NEW_DAYS, RECENT_BUYERS, TOO_VAGUE } from '../lexicon/vague.ts';
import { items } from './order-parts.ts';
import { spellingsOf } from '../phrases/known-values.ts';
import { type Period, period } from '../phrases/periods.ts';
import { ask, dateRule, negate, ordersRule } from '../rules.ts';
import { AT_LEAST_ONE, ordersClause } from './order-questions.ts';

function assuming(said: string, meaning: string) {
  return { assumptions: [{ words: said, meaning }], isProperty: true, isVague: true };
}

function ordered(when: Period) {
  return ordersRule({ measure: 'count', comparison: AT_LEAST_ONE, where: [], period: when });
}

const LAST_90_DAYS: Period = { kind: 'lastDays', days: INACTIVE_DAYS, assumptions: [] };

/** Words for how customers are, and not for what became of them. */
const STATES: ReadonlySet<string> = new Set([
  'inactive',
  'dormant',
  'idle',
  'been inactive',
  'been dormant',
  'been idle',
]);

/** `inactive`, `dormant for 6 months`, `active this year` */
const activity: Parser<Clause> = alt(
  map(seq(words(...INACTIVE), opt(words('customers', 'users', 'people')), period), ([word, , when]) => {
    // "Churned in 2025" says when it began, and not how long it has lasted.
    if (!STATES.has(word) && !when.needsNegation) return refused('say "no order since" and a date');
    return clause(negate(ordered(when)), {
      assumptions: [{ words: word, meaning: 'no order' }, ...when.assumptions],
      timing: 'said',
      isProperty: true,
    });
  }),
  map(words(...INACTIVE), (word) =>
    clause(negate(ordered(LAST_90_DAYS)), assuming(word, `no order in the last ${INACTIVE_DAYS} days`)),
  ),
  map(seq(words(...ACTIVE), opt(words('customers', 'users', 'people')), period), ([word, , when]) =>
    clause(ordered(when), {
      ...assuming(word, 'ordered'),
      assumptions: [{ words: word, meaning: 'ordered' }, ...when.assumptions],
      timing: 'said',
      isVague: false,
      needsNegation: when.needsNegation === true,
    }),
  ),
  map(words(...ACTIVE), (word) =>
    clause(ordered(LAST_90_DAYS), assuming(word, `ordered in the last ${INACTIVE_DAYS} days`)),
  ),
);

/** `new customers`, `new customers this month` */
const newcomers: Parser<Clause> = alt(
  map(seq(words(...NEW), opt(words('customers', 'users', 'people', 'members', 'signups')), period), ([, , when]) =>
    when.needsNegation
      ? undefined
      : clause(dateRule('createdAt', when), { assumptions: when.assumptions, timing: 'said', isProperty: true }),
  ),
  map(words(...NEW), (word) =>
    clause(ask('createdAt', 'inLastDays', NEW_DAYS), assuming(word, `created in the last ${NEW_DAYS} days`)),
  ),
);

const recentBuyers: Parser<Clause> = map(words(...RECENT_BUYERS), (word) =>
  clause(ask('lastOrderAt', 'inLastDays', NEW_DAYS), assuming(word, `ordered in the last ${NEW_DAYS} days`)),
);

const SAID: Record<string, string> = { '>=': 'at least', '=': 'exactly' };

/** `repeat buyers`, `one-time customers`, `tea buyers` */
const buyers: Parser<Clause> = alt(
  map(oneOf(BUYERS), ({ operator, value }, word) => {
    const meaning =
      value === 0 ? 'never ordered' : `ordered ${SAID[operator]} ${value === 1 ? 'once' : `${value} times`}`;
    const rule = operator === '>=' && value === 1 ? ask('lastOrderAt', 'notNull') : ask('orderCount', operator, value);
    return clause(rule, assuming(word, meaning));
  }),
  map(seq(items, words('buyers', 'buyer', 'purchasers', 'purchaser', 'shoppers', 'customers')), ([things]) => ({
    ...ordersClause('count', [AT_LEAST_ONE], { items: things }),
    isProperty: true,
  })),
  map(
    seq(items, words('lovers | lover | drinkers | drinker | fans | fan | enthusiasts | eaters | addicts')),
    ([things], said, { context: { values } }) => {
      // "Tea lover" may be a tag, which says it better.
      if (spellingsOf(said).some((spelling) => values.has(spelling))) return undefined;
      const { assumptions, ...found } = ordersClause('count', [AT_LEAST_ONE], { items: things });
      const bought = things.conditions.map(({ field, value }) => `${field} ${String(value)}`).join(', ');
      const read = { words: said, meaning: `ordered from the ${bought}` };
      return { ...found, assumptions: [...assumptions, read], isProperty: true, isVague: true };
    },
  ),
);

/** Words that nobody can make a rule of, with what to say instead. */
const tooVague: Parser<Clause> = map(seq(opt(words('is', 'are', 'our')), oneOf(TOO_VAGUE)), ([, advice]) => ({
  ...refused(advice),
  isVague: true,
}));

export const vagueClauses: readonly Parser<Clause>[] = [activity, newcomers, recentBuyers, buyers];
export const vagueWords: Parser<Clause> = tooVague;
