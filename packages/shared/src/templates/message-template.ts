import { Liquid, LiquidError } from 'liquidjs';
import type { Template } from 'liquidjs';

import { DomainError } from '../errors.ts';
import { toStorable } from '../text.ts';
import { expandShortForm } from './short-form.ts';
import type { ExpandedTemplate } from './short-form.ts';
import { findVariableUses } from './variable-uses.ts';
import type { VariableUse } from './variable-uses.ts';
import { isKnownVariable, TEMPLATE_VARIABLES } from './variables.ts';
import type { TemplateData } from './variables.ts';

/** The longest message that a template may make, in UTF-16 units. */
export const MAX_MESSAGE_LENGTH = 20_000;
// Far above what any message needs: a busy machine must not fail somebody's message. Nodes and memory
// bound templates first.
const RENDER_TIME_LIMIT_MS = 2_000;
const RENDER_NODE_LIMIT = 10_000;
const MEMORY_LIMIT = 1_000_000;

/** Tags that read other templates; a message stands alone. */
const FILE_TAGS = ['include', 'render', 'layout', 'block'];

const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    strictFilters: true,
    // Names are checked before anything is sent; a customer that lacks a value reads as empty.
    strictVariables: false,
    ownPropertyOnly: true,
    renderLimit: RENDER_TIME_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
  });
  for (const tag of FILE_TAGS) delete liquid.tags[tag];
  return liquid;
}

const NOTHING_KNOWN = Object.fromEntries(TEMPLATE_VARIABLES.map((name) => [name, null])) as TemplateData;

/** A template that parses and names known variables only. */
export interface MessageTemplate {
  /**
   * The message for one customer. The data is only ever inserted, never read as a template.
   *
   * @throws MessageNotRendered when it takes too long or gets too long.
   */
  render(data: TemplateData): string;
  /** The values that it reads, each with what is written where there is none. */
  findUses(): VariableUse[];
}

/** One customer's message could not be made; the others' may well be. */
export class MessageNotRendered extends Error {
  override readonly name = 'MessageNotRendered';
}

/**
 * Parses a message template: Liquid, with the short forms `{name}` and `{name|there}`.
 *
 * @throws DomainError `invalid_input` with the line and column, and the known names where one is unknown.
 */
export function parseMessageTemplate(text: string): MessageTemplate {
  const expanded = expandShortForm(text);
  const parsed = parse(text, expanded);
  refuseUnknownVariables(text, expanded, parsed);
  refuseUnrenderable(parsed);
  return {
    render: (data) => render(parsed, data),
    findUses: () => findVariableUses(engine, parsed, (part) => render([part], NOTHING_KNOWN)),
  };
}

/** The check before a launch. @throws DomainError `invalid_input` for one that is empty or does not parse */
export function requireSendableTemplate(text: string): void {
  if (text.trim() === '') throw refusal('must not be empty');
  parseMessageTemplate(text);
}

function parse(text: string, expanded: ExpandedTemplate): Template[] {
  try {
    return engine.parse(expanded.liquid);
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    const offset = expanded.originalOffset(error.token.begin);
    const reason = (error.originalError?.message ?? error.message).replace(/, (file|line):.*$/s, '');
    throw refusal(`${reason}, at ${positionOf(text, offset)}`);
  }
}

function refuseUnknownVariables(text: string, expanded: ExpandedTemplate, parsed: Template[]): void {
  const used = Object.values(engine.analyzeSync(parsed).globals).flat();
  const unknown = used.find((variable) => !isKnownVariable(variable.toArray()));
  if (unknown === undefined) return;
  const { row, col } = unknown.location;
  const offset = expanded.originalOffset(offsetOf(expanded.liquid, row, col));
  const known = TEMPLATE_VARIABLES.join(', ');
  throw refusal(`unknown variable "${unknown.toString()}" at ${positionOf(text, offset)}; known are ${known}`);
}

/** What does not render for somebody of whom nothing is known would fail for everyone. */
function refuseUnrenderable(parsed: Template[]): void {
  try {
    render(parsed, NOTHING_KNOWN);
  } catch (error) {
    if (error instanceof MessageNotRendered) throw refusal(error.message);
    throw error;
  }
}

function render(parsed: Template[], data: TemplateData): string {
  let message: string;
  try {
    // A part of a character (`name[0]`), or an escape, may be what cannot be stored.
    message = toStorable(engine.renderSync(parsed, data, { templateLimit: RENDER_NODE_LIMIT }) as string);
  } catch (error) {
    if (LiquidError.is(error)) throw new MessageNotRendered('the template takes too long to render');
    throw error;
  }
  if (message.length > MAX_MESSAGE_LENGTH) {
    throw new MessageNotRendered(`the message is longer than ${MAX_MESSAGE_LENGTH} characters`);
  }
  return message;
}

function refusal(message: string): DomainError {
  return new DomainError('invalid_input', `messageTemplate: ${message}`, [{ path: 'messageTemplate', message }]);
}

/** Offset of a line and column, both counted from 1. */
function offsetOf(text: string, row: number, col: number): number {
  const before = text.split('\n').slice(0, row - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + col - 1;
}

function positionOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
