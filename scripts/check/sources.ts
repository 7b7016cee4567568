import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** The product's own TypeScript: apps and packages without tests, what only they use, and generated code, sorted. */
export async function listSources(root: string): Promise<string[]> {
  const workspaces = await Promise.all(
    ['apps', 'packages'].map(async (group) => {
      const entries = await readdir(path.join(root, group), { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map((entry) => `${group}/${entry.name}/src`);
    }),
  );
  const files = await Promise.all(
    workspaces.flat().map(async (source) => {
      const names = await readdir(path.join(root, source), { recursive: true });
      return names.map((name) => `${source}/${name.split(path.sep).join('/')}`);
    }),
  );
  return files
    .flat()
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\/(generated|testing)\//.test(file))
    .sort();
}
