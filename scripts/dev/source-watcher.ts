import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'generated', 'testing']);
/** Editors write a file in several steps, and git many files. */
const QUIET_MS = 150;

/**
 * Tells which files changed in folders and all below them. One watch for each folder: it also sees
 * files that an editor puts in the place of others, on every system.
 */
export class SourceWatcher {
  private readonly watchers = new Map<string, FSWatcher>();
  private readonly changed = new Set<string>();
  private readonly onChange: (files: string[]) => void;
  private timer: NodeJS.Timeout | undefined;

  constructor(folders: string[], onChange: (files: string[]) => void) {
    this.onChange = onChange;
    for (const folder of folders) this.watchFolder(folder);
  }

  close(): void {
    clearTimeout(this.timer);
    for (const folder of this.watchers.keys()) this.unwatch(folder);
  }

  /** @returns the files that are there now. */
  private watchFolder(folder: string): string[] {
    const watcher = watch(folder, (_event, name) => name !== null && this.note(path.join(folder, name)));
    watcher.on('error', () => this.unwatch(folder));
    this.watchers.set(folder, watcher);
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (!entry.isDirectory()) return [file];
      return SKIPPED_FOLDERS.has(entry.name) ? [] : this.watchFolder(file);
    });
  }

  private note(file: string): void {
    if (SKIPPED_FOLDERS.has(path.basename(file))) return;
    const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (!isFolder) this.unwatch(file);
    const files = isFolder && !this.watchers.has(file) ? this.watchFolder(file) : isFolder ? [] : [file];
    for (const each of files.filter(isSource)) this.changed.add(each);
    if (this.changed.size === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const all = [...this.changed];
      this.changed.clear();
      this.onChange(all);
    }, QUIET_MS);
  }

  private unwatch(folder: string): void {
    this.watchers.get(folder)?.close();
    this.watchers.delete(folder);
  }
}

/** What a running process read: no tests, and nothing that an editor keeps for itself. */
function isSource(file: string): boolean {
  return /\.(ts|json|prisma|sql)$/.test(file) && !file.endsWith('.test.ts');
}
