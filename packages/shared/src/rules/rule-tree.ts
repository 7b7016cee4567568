import type { z } from 'zod';

import { MAX_REFUSALS, type Path, type Refusal, refusalsIn } from './refusals.ts';

/** Most groups inside one another, the root included. */
export const MAX_LEVELS = 6;
/** Most conditions in one segment, those on the orders that a condition counts included. */
export const MAX_CONDITIONS = 200;

interface TreeNode {
  value: unknown;
  path: Path;
  level: number;
}

const TOO_MANY_CONDITIONS = `must have at most ${MAX_CONDITIONS} conditions in all`;

/**
 * Adds an issue for every bad node of the tree, named by its path, and stops at the
 * first limit that is passed.
 *
 * It walks without recursion and looks at each node by itself. That bounds a hostile
 * tree before the recursive schema meets it, and gives better messages than a union
 * of group and condition, which can only say that neither fits.
 */
export function refuseBadTree(
  root: unknown,
  schemas: { group: z.ZodType<{ rules: unknown[] }>; condition: z.ZodType },
  context: z.RefinementCtx,
): void {
  const nodes: TreeNode[] = [{ value: root, path: [], level: 1 }];
  let conditions = 0;

  // The list grows while it is walked.
  for (const [index, node] of nodes.entries()) {
    if (node.level > 1 && !isGroupLike(node.value)) {
      const refusals = refusalsIn(schemas.condition.safeParse(node.value).error, node.path);
      refuse(context, ...refusals);
      // One that is refused may have more of them than one may have.
      conditions += 1 + (refusals.length > 0 ? 0 : orderConditionsIn(node.value).length);
      if (conditions > MAX_CONDITIONS) {
        refuse(context, { path: [...node.path, 'value', 'where'], message: TOO_MANY_CONDITIONS });
        return;
      }
    } else if (node.level > MAX_LEVELS) {
      refuse(context, { path: node.path, message: `must have at most ${MAX_LEVELS} levels of groups` });
      return;
    } else {
      // Every node still to come holds at least one condition, or is refused itself.
      const room = MAX_CONDITIONS - conditions - (nodes.length - index - 1);
      if (rulesOf(node.value).length > room) {
        refuse(context, { path: [...node.path, 'rules'], message: TOO_MANY_CONDITIONS });
        return;
      }
      refuse(context, ...refusalsIn(schemas.group.safeParse(node.value).error, node.path));
      nodes.push(...childrenOf(node));
    }
    if (context.issues.length >= MAX_REFUSALS) {
      return;
    }
  }
}

/** A node that looks like a group is told what is wrong with it as a group. */
function isGroupLike(value: unknown): boolean {
  return isObject(value) && (Object.hasOwn(value, 'rules') || Object.hasOwn(value, 'combinator'));
}

function childrenOf({ value, path, level }: TreeNode): TreeNode[] {
  return rulesOf(value).map((rule, index) => ({ value: rule, path: [...path, 'rules', index], level: level + 1 }));
}

function rulesOf(value: unknown): unknown[] {
  return listAt(value, 'rules');
}

/** The conditions, of any form, on the orders that a condition counts. */
export function orderConditionsIn(condition: unknown): unknown[] {
  return isObject(condition) ? listAt(condition['value'], 'where') : [];
}

function listAt(value: unknown, key: string): unknown[] {
  return isObject(value) && Array.isArray(value[key]) ? value[key] : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * Every issue is made a custom one: Zod lets "unrecognized keys" pass on to the next
 * schema, and the recursive one must not meet a tree that was not walked to its end.
 */
function refuse(context: z.RefinementCtx, ...refusals: Refusal[]): void {
  for (const { path, message } of refusals) context.addIssue({ code: 'custom', path, message });
}
