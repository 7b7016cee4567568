import { phrasesOf } from './phrases.ts';
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Before a number. */
export const COMPARISONS_BEFORE: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...phrases('>', ['over', 'more than', 'above', 'greater than', 'exceeding', 'exceeds', 'exceed', 'exceeded', '>']),
  ...phrases('>', ['upwards of', 'upward of', 'in excess of', 'higher than', 'north of', 'larger than', 'bigger than']),
  ...phrases(
    '>',
    phrasesOf(`
      topping | tops | topped | surpassing | surpassed | surpasses | in the excess of | crossing over | went past |
      went over | gone over | have crossed | has crossed | strictly more than | not less than or equal to |
      over and above | of over | of more than | strictly greater than
    `),
  ),
  ...phrases('>', ['beyond', 'crossing', 'crossed', 'crosses', 'more then', 'greater then', 'is above', 'bigger then']),
  ...phrases(
    '>=',
    phrasesOf(`
      at least | atleast | minimum | minimum of | a minimum of | min | no less than | at the least | min of |
      nothing less than | no lower than | not lower than | at or above | at or over | equal to or more than |
      equal to or greater than | equal to or above | equal or more than | hit | hits | hitting | reached | reaching |
      reaches | touched | touching | anything from | starting at | starting from | a min | not smaller than |
      above or equal to | over or equal to | no smaller than | of at least | exactly or more than | a minimum
    `),
  ),
  ...phrases('>=', ['not less than', 'no fewer than', 'not fewer than', 'not below', 'not under', '≥', '>=', '=>']),
  ...phrases('>=', ['at minimum', 'from at least', 'greater than or equal to', 'more than or equal to', 'a min of']),
  ...phrases('<', ['under', 'below', 'less than', 'fewer than', 'lower than', 'smaller than', 'less then', '<']),
  ...phrases('<', [
    'fewer then',
    'lesser than',
    'south of',
    'short of',
    'shy of',
    'strictly less than',
    'of less than',
    'is below',
  ]),
  ...phrases('<=', ['at most', 'atmost', 'up to', 'upto', 'no more than', 'not more than', 'maximum', 'maximum of']),
  ...phrases('<=', ['a maximum of', 'max', 'a max of', 'not over', 'not above', 'not exceeding', '≤', '<=', '=<']),
  ...phrases('<=', [
    'less than or equal to',
    'fewer than or equal to',
    'not greater than',
    'at the most',
    'equal to or less than',
    'equal or less than',
    'no greater than',
    'no higher than',
    'not higher than',
    'nothing more than',
    'at or below',
    'at or under',
    'capped at',
    'a max',
    'not beyond',
    'below or equal to',
    'under or equal to',
    'as much as',
    'as many as',
    'not crossing',
    'of at most',
    'max of',
    'a maximum',
  ]),
  ...phrases('=', ['exactly', 'equal to', 'equals', 'precisely', '=', '==', 'only', 'just', 'is exactly', 'exact']),
  ...phrases('!=', ['!=', '<>', '≠', 'not equal to', 'not exactly', 'is not equal to', 'does not equal']),
]);

/** After a number: "5,000 or more". */
export const COMPARISONS_AFTER: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...phrases('>=', ['or more', 'or above', 'and above', 'and more', 'or over', 'and over', '+', 'plus', 'or higher']),
  ...phrases('>=', ['or greater', 'and up', 'or upwards', 'and upwards', 'or larger', 'upwards', 'onwards', 'minimum']),
  ...phrases('>=', [
    'or bigger',
    'at least',
    'at minimum',
    'at the least',
    'min',
    'and higher',
    'and greater',
    'or up',
    'or beyond',
  ]),
  ...phrases('>=', [
    'and beyond',
    'onward',
    'upward',
    'or upward',
    'and plus',
    'and bigger',
    'and larger',
    'and onwards',
    'or past',
  ]),
  ...phrases('<=', [
    'or less',
    'or fewer',
    'or below',
    'and below',
    'or under',
    'and under',
    'or lower',
    'and less',
    'and lower',
    'and fewer',
    'or smaller',
  ]),
  ...phrases('<=', ['at most', 'maximum', 'at the most', 'max', 'tops', 'or at most', 'at max', 'at maximum']),
  ...phrases('=', ['exactly']),
]);

function phrases(operator: Operator, all: string[]): [string, Operator][] {
  return all.map((phrase) => [phrase, operator]);
}
