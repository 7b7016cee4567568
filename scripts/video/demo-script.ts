import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** One thing that is done, and what is said meanwhile. */
export interface ScriptStep {
  does: string;
  says: string;
}

export interface ScriptScene {
  title: string;
  steps: ScriptStep[];
}

export const DEMO_SCRIPT = path.resolve(import.meta.dirname, '../../docs/demo-script.md');

const SCENE = /^## \d+\. (.+)$/;
const OTHER_SECTION = /^#{1,2} /;
const STEP = /^\d+\. (.+)$/;
const SAID = /^ {2,}> ?(.+)$/;
const MORE_OF_STEP = /^ {2,}(\S.*)$/;

export async function readDemoScript(file = DEMO_SCRIPT): Promise<ScriptScene[]> {
  return parseDemoScript(await readFile(file, 'utf8'));
}

/**
 * Reads the script of the tour: its scenes are the numbered sections, their steps the numbered
 * points, and the quotation below a point is what is said. Everything else is for people alone.
 *
 * @throws Error naming the scene that has no steps, or the step that says nothing.
 */
export function parseDemoScript(markdown: string): ScriptScene[] {
  const scenes: ScriptScene[] = [];
  let isScene = false;
  for (const line of markdown.split('\n')) {
    const title = SCENE.exec(line)?.[1];
    if (title !== undefined) scenes.push({ title, steps: [] });
    if (OTHER_SECTION.test(line)) isScene = title !== undefined;
    else if (isScene) readLine(line, scenes.at(-1)?.steps ?? []);
  }
  for (const scene of scenes) expectComplete(scene);
  return scenes;
}

function readLine(line: string, steps: ScriptStep[]): void {
  const does = STEP.exec(line)?.[1];
  const step = steps.at(-1);
  if (does !== undefined) steps.push({ does, says: '' });
  else if (step) {
    const said = SAID.exec(line)?.[1];
    if (said !== undefined) step.says = joined(step.says, said);
    else step.does = joined(step.does, MORE_OF_STEP.exec(line)?.[1] ?? '');
  }
}

function joined(text: string, more: string): string {
  return `${text} ${more}`.trim();
}

function expectComplete({ title, steps }: ScriptScene): void {
  if (steps.length === 0) throw new Error(`The scene "${title}" has no steps.`);
  const silent = steps.find(({ says }) => says === '');
  if (silent) throw new Error(`Nothing is said in the scene "${title}" at: ${silent.does}`);
}
