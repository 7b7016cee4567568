interface Pattern {
  /** Takes back what patterns before it left out. */
  takesBack: boolean;
  matches: RegExp;
}

export interface IgnoreFile {
  /** Whether the builder gets this path, relative to the context and with slashes. */
  lets: (path: string) => boolean;
  /** Whether it may get something inside of a folder that itself is left out. */
  mayLetInside: (folder: string) => boolean;
}

/** A `.dockerignore`, as https://docs.docker.com/build/concepts/context/#syntax says: the last match counts. */
export function readIgnoreFile(text: string): IgnoreFile {
  const lines = text.split('\n').map((line) => line.trim());
  const used = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const patterns = used.map(readPattern);
  const takenBack = used.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  return {
    lets: (path) => {
      const last = patterns.findLast(({ matches }) => withParents(path).some((one) => matches.test(one)));
      return last === undefined || last.takesBack;
    },
    mayLetInside: (folder) => takenBack.some((pattern) => pattern.startsWith(`${folder}/`)),
  };
}

function readPattern(line: string): Pattern {
  const takesBack = line.startsWith('!');
  const glob = takesBack ? line.slice(1) : line;
  if (/[[\]\\]/.test(glob) || /\*\*(?!\/)/.test(glob)) throw new Error(`this pattern is not known here: ${line}`);
  const source = glob
    .replaceAll(/[.+^${}()|]/g, '\\$&')
    .replaceAll('**/', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\0', '(?:.*/)?');
  return { takesBack, matches: new RegExp(`^${source}$`) };
}

/** What leaves a folder out leaves out what is in it. */
function withParents(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
