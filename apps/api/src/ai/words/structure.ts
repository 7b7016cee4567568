import { type Clause, clause as clauseOf, type Rule } from './clause.ts';
import { definitionAt, takeDefined, timeOfOnlyOrder } from './definitions.ts';
import { type Input, longest, oneOf, words, wordsBetween } from './grammar.ts';
import { FILLERS, PEOPLE } from './lexicon/fillers.ts';
import { AUXILIARIES, EXCLUSIONS, JOINERS, LEADS } from './lexicon/structure.ts';
import { introductionEnd, isPurpose } from './introductions.ts';
import { all, any, ask, negate } from './rules.ts';
import { isMark, statementAt } from './statements.ts';
import type { Unmapped } from './words-context.ts';
import { join, type Link, type Part } from './joining.ts';

const joiners = oneOf(JOINERS);
const people = words(...PEOPLE);
const fillers = words(...FILLERS);
const exclusions = words(...EXCLUSIONS);

const NO_LINK: Link = { op: undefined, hasComma: false, hasLead: false, hasPeople: false };
/** Most brackets inside one another. */
const MOST_LEVELS = 5;

/** All statements up to the end or to the bracket that closes them, each with what joins it to the one before. */
export class StructureReader {
  private readonly input: Input;
  readonly problems: Unmapped[] = [];
  readonly unmapped: { from: number; to: number }[] = [];

  constructor(input: Input) {
    this.input = input;
  }

  /** The rules of what stands from `at` on; undefined for none. */
  read(at: number, level = 0): { clause: Clause | undefined; end: number } {
    const { parts, end } = this.partsFrom(at, level);
    return { clause: this.joined(parts), end };
  }

  private partsFrom(at: number, level: number, isUntilBreak = false): { parts: Part[]; end: number } {
    const parts: Part[] = [];
    let link = NO_LINK;
    let position = at;
    let joinedAt = at;
    const add = (clause: Clause, end: number, more: Partial<Part> = {}) => {
      if (clause.refusal !== undefined) this.problem(position, end, clause.refusal);
      parts.push({ clause, link, said: wordsBetween(this.input, position, end), ...more });
      link = NO_LINK;
      position = end;
    };

    while (position < this.input.tokens.length && !isMark(this.input, position, ')')) {
      if (isUntilBreak && isMark(this.input, position, ';')) break;
      const isBeginning = level === 0 && (position === at || isMark(this.input, position - 1, ';'));
      const introduced = isBeginning ? introductionEnd(this.input, position) : undefined;
      if (introduced !== undefined) {
        position = introduced;
        continue;
      }
      const excluded = longest(exclusions(this.input, position));
      const definition = this.definition(position, parts);
      if (definition !== undefined) {
        ({ end: position, link } = definition);
        continue;
      }
      const beforeBracket = this.wordBefore(position, ['either', '(']);
      if (beforeBracket !== undefined) {
        position = beforeBracket;
        continue;
      }
      const negatedBracket = this.isWord(position, 'not') && isMark(this.input, position + 1, '(');
      if (negatedBracket || isMark(this.input, position, '(')) {
        const inner = this.bracketed(negatedBracket ? position + 1 : position, level);
        const { clause, end } = inner;
        if (clause) add(negatedBracket ? { ...clause, rule: negate(clause.rule) } : clause, end, { isBracketed: true });
        else position = end;
        continue;
      }
      if (this.isWord(position, 'either')) {
        const either = this.either(position + 1);
        if (either) {
          add(either.clause, either.end, { isEither: either.count > 1 });
          continue;
        }
      }
      const statement = statementAt(this.input, position);
      const joiner = longest(joiners(this.input, position));
      if (statement && !(excluded && excluded.end > position)) {
        const hasLead = LEADS.has(this.input.tokens[position]?.text ?? '');
        if (hasLead) link = { ...link, hasLead: true };
        add(statement.clause, statement.end, { isNegated: statement.isNegated });
        continue;
      }
      const last = parts.at(-1);
      if (
        level === 0 &&
        last &&
        link.op === undefined &&
        isPurpose(this.input, position, last.clause.isProperty === true)
      ) {
        position = this.input.tokens.length;
        continue;
      }
      const once = timeOfOnlyOrder(this.input, position, parts.at(-1)?.clause);
      if (once) {
        add(once.clause, once.end);
        continue;
      }
      if (excluded) {
        position = this.excluding(excluded.end, parts, level);
        if (link.op !== 'or') link = NO_LINK;
        continue;
      }
      if (joiner && joiner.value !== 'nor') {
        // "All customers or VIPs": what stands before it says nothing, and so would be passed over.
        if (parts.length === 0 && this.unmapped.length === 0)
          this.problem(position, joiner.end, 'say what comes before it');
        joinedAt = position;
        link = { ...link, op: joiner.value };
        position = joiner.end;
        continue;
      }
      const passed = this.passed(position, link, parts, level);
      if (passed) {
        ({ end: position, link } = passed);
        continue;
      }
      this.leftOver(position);
      position += 1;
    }
    // Words that were not understood may be what comes after it.
    const isNotRead = (this.unmapped.at(-1)?.to ?? 0) > joinedAt;
    if (link.op !== undefined && parts.length > 0 && !isNotRead)
      this.problem(joinedAt, joinedAt + 1, 'say what comes after it');
    return { parts, end: position };
  }

  /** What says nothing by itself, but may say how statements are joined. */
  private passed(
    at: number,
    link: Link,
    parts: readonly Part[],
    level: number,
  ): { end: number; link: Link } | undefined {
    const word = this.input.tokens[at]?.text ?? '';
    if ([',', ';', ':'].some((mark) => this.isWord(at, mark))) {
      return { end: at + 1, link: { ...link, hasComma: true, hasBreak: link.hasBreak === true || word === ';' } };
    }
    const who = longest(people(this.input, at));
    if (who) {
      const last = parts.at(-1);
      if (last && link.op === undefined) last.isBeforePeople = true;
      return { end: who.end, link: { ...link, hasPeople: true } };
    }
    if (LEADS.has(word)) return { end: at + 1, link: { ...link, hasLead: true } };
    // "Only" elsewhere says more than can be said.
    const isAtStart = parts.length === 0 && !link.hasPeople && !link.hasLead && level === 0;
    const isOnly = isAtStart && (this.isWord(at, 'only') || this.isWord(at, 'just'));
    const end = isOnly ? at + 1 : longest(fillers(this.input, at))?.end;
    return end === undefined ? undefined : { end, link };
  }

  /** What is defined says nothing by itself any more. */
  private definition(at: number, parts: Part[]): { end: number; link: Link } | undefined {
    const last = parts.at(-1);
    const end = last && definitionAt(this.input, at, last.clause);
    if (end === undefined) return undefined;
    const { taken, link } = takeDefined(parts);
    for (const { clause } of taken) if (clause.refusal !== undefined) this.problems.pop();
    return { end, link: link ?? NO_LINK };
  }

  /** "has either …", "in (Pune or Mumbai)": the first word is said of all of them. */
  private wordBefore(at: number, next: readonly string[]): number | undefined {
    const word = this.input.tokens[at]?.text ?? '';
    const isBefore = AUXILIARIES.has(word) || ['in', 'from', 'who'].includes(word);
    return isBefore && next.some((mark) => this.isWord(at + 1, mark)) ? at + 1 : undefined;
  }

  private joined(parts: Part[]): Clause | undefined {
    if (parts.length === 0) return undefined;
    for (const { clause, said } of parts) {
      if (clause.unclear !== undefined) this.problems.push({ words: said, advice: clause.unclear });
    }
    const joined = join(parts);
    if ('problem' in joined) {
      this.problems.push(joined.problem);
      return parts[0]?.clause;
    }
    return clauseOf(joined.rule, { assumptions: parts.flatMap(({ clause }) => clause.assumptions) });
  }

  private bracketed(at: number, level: number): { clause: Clause | undefined; end: number } {
    if (level >= MOST_LEVELS) {
      this.problem(at, at + 1, `use at most ${MOST_LEVELS} brackets inside one another`);
      return { clause: undefined, end: this.input.tokens.length };
    }
    const { clause, end } = this.read(at + 1, level + 1);
    if (isMark(this.input, end, ')')) return { clause, end: end + 1 };
    this.problem(at, at + 1, 'close the bracket');
    return { clause, end };
  }

  /** `either A or B`: everything up to the last "or". */
  private either(at: number): { clause: Clause; end: number; count: number } | undefined {
    const first = this.option(at);
    if (!first) return undefined;
    const options = [first];
    let end = first.end;
    for (;;) {
      const next = isMark(this.input, end, ',') ? end + 1 : end;
      const option = this.isWord(next, 'or') ? this.option(next + 1) : undefined;
      if (!option) break;
      options.push(option);
      end = option.end;
    }
    for (const { clause, from, end: to } of options)
      if (clause.refusal !== undefined) this.problem(from, to, clause.refusal);
    const assumptions = options.flatMap(({ clause }) => clause.assumptions);
    return {
      clause: clauseOf(any(options.map(({ clause }) => clause.rule)), { assumptions }),
      end,
      count: options.length,
    };
  }

  private option(at: number): { clause: Clause; from: number; end: number } | undefined {
    if (isMark(this.input, at, '(')) {
      const { clause, end } = this.bracketed(at, 1);
      return clause && { clause, from: at, end };
    }
    const statement = statementAt(this.input, at);
    return statement && { clause: statement.clause, from: at, end: statement.end };
  }

  /** What is left out is left out of everything before; of several properties, each of them. */
  private excluding(at: number, parts: Part[], level: number): number {
    const before = this.joined([...parts]);
    const { parts: excluded, end } = this.listOfProperties(at, level);
    if (excluded.length === 0) {
      this.problem(at - 1, at, 'say what to leave out');
      return end;
    }
    const rules = excluded.map(({ rule, isListOfAll }) => (isListOfAll ? negate(eachOf(rule)) : negate(rule)));
    const assumptions = [...(before?.assumptions ?? []), ...excluded.flatMap((one) => one.assumptions)];
    const rule = all([...(before ? [before.rule] : []), ...rules]);
    parts.splice(0, parts.length, { clause: clauseOf(rule, { assumptions }), link: NO_LINK, said: '', isClosed: true });
    return end;
  }

  private listOfProperties(at: number, level: number): { parts: Clause[]; end: number } {
    const { parts, end } = this.partsFrom(at, level, true);
    const excluded = parts.filter(({ clause }) => clause.refusal === undefined);
    const isOne = excluded.length === 1;
    if (
      !isOne &&
      excluded.some(
        ({ clause, link, isBeforePeople }, index) =>
          !clause.isProperty ||
          link.hasLead ||
          (index > 0 && link.op === undefined) ||
          (isBeforePeople && index < excluded.length - 1 && excluded[index + 1]?.link.op === undefined),
      )
    ) {
      this.problem(at, end, 'leave out one thing, or put what is left out in brackets');
    }
    return { parts: excluded.map(({ clause }) => clause), end };
  }

  private isWord(at: number, word: string): boolean {
    return isMark(this.input, at, word);
  }

  private problem(from: number, to: number, advice: string): void {
    this.problems.push({ words: wordsBetween(this.input, from, to), advice });
  }

  /** Words next to each other are named together. */
  private leftOver(at: number): void {
    const last = this.unmapped.at(-1);
    if (last?.to === at) last.to = at + 1;
    else this.unmapped.push({ from: at, to: at + 1 });
  }
}

/** "except VIP and wholesale" leaves out both kinds, not only who is both. */
function eachOf(rule: Rule): Rule {
  return 'rules' in rule || rule.operator !== 'hasAll' ? rule : ask(rule.field, 'hasAny', rule.value);
}
