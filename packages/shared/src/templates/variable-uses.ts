import { Output } from 'liquidjs';
import type { Liquid, Template } from 'liquidjs';

/** One way in which a template uses a value. */
export interface VariableUse {
  /** As the template writes it: `city`, `attributes.plan`. */
  variable: string;
  /** The same, taken apart: `['attributes', 'plan']`. */
  path: readonly (string | number)[];
  /** What stands there for somebody of whom nothing is known. */
  instead: string;
  /** More than a value and its fallback: the template decides by it, changes it, or uses others with it. */
  isConditional: boolean;
}

/** What is shown in place of a value is cut beyond this. */
const LONGEST_INSTEAD = 200;

/**
 * The values that a parsed template reads from its data, each with what is written where there is none.
 * A name that is itself a value (`attributes[firstName]`) can be any and is left out.
 *
 * @param renderAlone a part of the template for somebody of whom nothing is known.
 */
export function findVariableUses(
  engine: Liquid,
  parsed: Template[],
  renderAlone: (part: Template) => string,
): VariableUse[] {
  const fromData = new Set(globalsOf(engine, parsed).map(placeOf));
  const uses = new Map<string, VariableUse>();
  for (const part of parsed) {
    const named = globalsOf(engine, [part]);
    // What `assign` has made before is no value of the data, though it looks like one in the part alone.
    const read = named.filter((variable) => fromData.has(placeOf(variable)));
    const isAlone = new Set(named.map(String)).size === 1;
    const isConditional = !isAlone || !isValueWithFallback(part);
    const instead = isAlone ? cut(renderAlone(part)) : '';
    for (const variable of read) {
      const path = variable.toArray();
      if (!isFixed(path)) continue;
      const key = JSON.stringify([path, instead]);
      const use = { variable: variable.toString(), path, instead, isConditional };
      uses.set(key, { ...use, isConditional: isConditional || (uses.get(key)?.isConditional ?? false) });
    }
  }
  return [...uses.values()];
}

function globalsOf(engine: Liquid, parts: Template[]) {
  return Object.values(engine.analyzeSync(parts).globals).flat();
}

type GlobalVariable = ReturnType<typeof globalsOf>[number];

function placeOf({ location: { row, col } }: GlobalVariable): string {
  return `${row}:${col}`;
}

/** `{{ value }}`, or with `default` and nothing else. */
function isValueWithFallback(part: Template): boolean {
  return part instanceof Output && part.value.filters.every(({ name }) => name === 'default');
}

function isFixed(path: readonly unknown[]): path is (string | number)[] {
  return path.every((segment) => typeof segment === 'string' || typeof segment === 'number');
}

function cut(text: string): string {
  return text.length <= LONGEST_INSTEAD
    ? text
    : `${text.slice(0, LONGEST_INSTEAD - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
