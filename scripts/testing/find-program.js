import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The path of a program, looked for where a shell would look, or undefined. */
export function findProgram(name, searchPath = process.env.PATH ?? '') {
  for (const dir of searchPath.split(path.delimiter)) {
    const candidate = path.join(dir, process.platform === 'win32' ? `${name}.exe` : name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}
