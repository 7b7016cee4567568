import { MAX_LEVELS } from '../rule-tree.ts';
import { type Condition, type ConditionGroup, parseSegmentRules, type SegmentRules } from '../schema.ts';
import { readCondition } from './conditions.ts';
import type { EnglishContext } from './english-context.ts';
import { TokenReader } from './token-reader.ts';
import { refusal } from './tokens.ts';

/** A group needs two pairs at most: those of "not", and those around it. */
const MAX_BRACKETS = 2 * MAX_LEVELS;

/**
 * The rules that `describeRules` describes so. Letter case of words and white space do not
 * count. It takes time in proportion to the text.
 *
 * @throws DomainError `invalid_input` that names the character (from 1) and what was expected there.
 */
export function parseDescription(text: string, context: EnglishContext): SegmentRules {
  const rules = new DescriptionParser(new TokenReader(text), context).rules('the end');
  return parseSegmentRules(rules);
}

/** Open is a group that no brackets of its own keep apart from what is around it. */
type Part = { isOpen: true; rule: ConditionGroup } | { isOpen: false; rule: Condition | ConditionGroup };

/**
 *     rules  := part (", and" part)*
 *     part   := "either" option ("or" option)* | option
 *     option := "not" "(" rules ")" | "(" rules ")" | condition
 *
 * A single open part is the rules, and not an "and" of one.
 */
class DescriptionParser {
  private readonly reader: TokenReader;
  private readonly context: EnglishContext;
  private brackets = 0;

  constructor(reader: TokenReader, context: EnglishContext) {
    this.reader = reader;
    this.context = context;
  }

  /** Up to what ends them; anything else is refused. */
  rules(end: '")"' | 'the end'): ConditionGroup {
    const parts = [this.part()];
    while (this.reader.take(',', 'and')) parts.push(this.part());

    const isAtEnd = end === 'the end' ? this.reader.peek().kind === 'end' : this.reader.take(')');
    if (!isAtEnd) {
      throw this.reader.unexpected([...(isEither(parts.at(-1)) ? ['"or"'] : []), '", and"', end]);
    }
    const [first] = parts;
    const isAlone = first?.isOpen && parts.length === 1;
    return isAlone ? first.rule : { combinator: 'and', rules: parts.map(({ rule }) => rule) };
  }

  private part(): Part {
    if (!this.reader.take('either')) return this.option(['"either"']);
    const options = [this.option()];
    while (this.reader.take('or')) options.push(this.option());
    return { rule: { combinator: 'or', rules: options.map(({ rule }) => rule) }, isOpen: true };
  }

  private option(otherwise: string[] = []): Part {
    if (this.reader.take('not')) return { rule: negated(this.bracketed()), isOpen: true };
    if (this.reader.is('(')) return { rule: this.bracketed(), isOpen: false };
    const condition = readCondition(this.reader, this.context, ['"("', '"not ("', ...otherwise]);
    return { rule: condition, isOpen: false };
  }

  private bracketed(): ConditionGroup {
    const { at } = this.reader.peek();
    this.reader.expect('(');
    this.brackets += 1;
    if (this.brackets > MAX_BRACKETS) {
      throw refusal(at, `expected at most ${MAX_LEVELS} levels of groups inside one another`);
    }
    const rules = this.rules('")"');
    this.brackets -= 1;
    return rules;
  }
}

function isEither(part: Part | undefined): boolean {
  return part?.isOpen === true && part.rule.combinator === 'or' && !part.rule.not;
}

/** What is negated already is negated once more from outside. */
function negated(group: ConditionGroup): ConditionGroup {
  return group.not ? { combinator: 'and', not: true, rules: [group] } : { ...group, not: true };
}
