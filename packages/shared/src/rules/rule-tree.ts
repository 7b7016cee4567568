import type { z } from 'zod';

/** Most groups inside one another, the root included. */
export const MAX_LEVELS = 6;
/** Most conditions in one segment. */
export const MAX_CONDITIONS = 200;
/** A refusal names this many bad parts and leaves the others for the next try. */
const MAX_ISSUES = 50;

type Path = (string | number)[];

interface TreeNode {
  value: unknown;
  path: Path;
  level: number;
}

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
      conditions += 1;
      addIssues(schemas.condition.safeParse(node.value).error, node.path, context);
    } else if (node.level > MAX_LEVELS) {
      addIssue(`must have at most ${MAX_LEVELS} levels of groups`, node.path, context);
      return;
    } else {
      // Every node still to come holds at least one condition, or is refused itself.
      const room = MAX_CONDITIONS - conditions - (nodes.length - index - 1);
      if (rulesOf(node.value).length > room) {
        addIssue(`must have at most ${MAX_CONDITIONS} conditions in all`, [...node.path, 'rules'], context);
        return;
      }
      addIssues(schemas.group.safeParse(node.value).error, node.path, context);
      nodes.push(...childrenOf(node));
    }
    if (context.issues.length >= MAX_ISSUES) {
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
  return isObject(value) && Array.isArray(value['rules']) ? value['rules'] : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * Every issue is made a custom one: Zod lets "unrecognized keys" pass on to the next
 * schema, and the recursive one must not meet a tree that was not walked to its end.
 */
function addIssues(error: z.ZodError | undefined, path: Path, context: z.RefinementCtx): void {
  for (const issue of error?.issues.slice(0, MAX_ISSUES) ?? []) {
    const at = [...path, ...(issue.path as Path)];
    if (issue.code === 'unrecognized_keys') {
      issue.keys.slice(0, MAX_ISSUES).forEach((key) => addIssue('unknown field', [...at, key], context));
    } else {
      addIssue(issue.message, at, context);
    }
  }
}

function addIssue(message: string, path: Path, context: z.RefinementCtx): void {
  context.addIssue({ code: 'custom', message, path });
}
