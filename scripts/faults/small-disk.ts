import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const BLOCK = Buffer.alloc(64 * 1024, 1);

/** A disk of a test's own, in memory, that can be filled to its last byte. */
export class SmallDisk {
  readonly folder: string;
  private readonly ballast: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.ballast = path.join(folder, 'ballast');
  }

  /** @throws Error where this process may not mount anything: it is not root, or in a container that forbids it. */
  static mount(megabytes: number): SmallDisk {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'herald-small-disk-'));
    try {
      const options = { stdio: 'pipe' } as const;
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], options);
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
    // PostgreSQL runs as another user than root.
    chmodSync(folder, 0o755);
    return new SmallDisk(folder);
  }

  /** Why there can be none here, as the end of a test's name; empty where there can. */
  static get obstacle(): string {
    try {
      SmallDisk.mount(1).unmount();
      return '';
    } catch {
      return ' (skipped: this process may not mount a disk of its own)';
    }
  }

  /** Nobody can write one more page. */
  fill(): void {
    const file = openSync(this.ballast, 'a');
    try {
      for (;;) writeSync(file, BLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.ballast, { force: true });
  }

  unmount(): void {
    execFileSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true });
  }
}
