import { isDeepStrictEqual } from 'node:util';

export type Figure = number | string | boolean;

const LABEL_WIDTH = 58;
const FIGURE_WIDTH = 14;
const BAR_WIDTH = 24;

/** What a demo prints: sections, notes and figures, each of them compared with what it must be. */
export class Report {
  private checks = 0;
  private misses = 0;
  private readonly startedAtMs = performance.now();
  private readonly out = process.stdout;

  title(text: string): void {
    this.line(`\n${bold(text)}`);
  }

  section(text: string): void {
    this.line(`\n${bold(cyan(text))}`);
  }

  /** A figure that is told and not checked. */
  note(label: string, figure: Figure, remark = ''): void {
    this.line(row(dim('·'), label, inColumn(figure), remark));
  }

  /** A figure that must be `expected`, which was computed apart from Herald. */
  check(label: string, actual: Figure, expected: Figure, remark = ''): void {
    this.checks += 1;
    if (isDeepStrictEqual(actual, expected)) {
      this.line(row(green('✓'), label, inColumn(actual), remark));
      return;
    }
    this.misses += 1;
    this.line(row(red('✗'), label, red(inColumn(actual)), red(`must be ${show(expected)}`)));
  }

  /** Text that is shown as it is, an example for one. */
  quote(text: string): void {
    this.line(`    ${dim(text)}`);
  }

  /** Moves a bar in a terminal; prints nothing elsewhere. */
  progress(label: string, done: number, total: number): void {
    if (!this.out.isTTY) return;
    const filled = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH);
    const bar = '█'.repeat(filled) + dim('░'.repeat(BAR_WIDTH - filled));
    this.out.write(`\r\x1b[K  ${dim('·')} ${label} ${bar} ${show(done)} of ${show(total)}`);
  }

  /** @returns whether every check held. */
  end(): boolean {
    const seconds = ((performance.now() - this.startedAtMs) / 1000).toFixed(1);
    const held = `${this.checks - this.misses} of ${this.checks} checks hold`;
    this.line(`\n${this.misses === 0 ? green('✓') : red('✗')} ${bold(held)} ${dim(`(${seconds} s)`)}\n`);
    return this.misses === 0;
  }

  private line(text: string): void {
    const clear = this.out.isTTY ? '\r\x1b[K' : '';
    this.out.write(`${clear}${text}\n`);
  }
}

function row(mark: string, label: string, figure: string, remark: string): string {
  return `  ${mark} ${label.padEnd(LABEL_WIDTH)} ${figure}  ${dim(remark)}`.trimEnd();
}

function show(figure: Figure): string {
  if (typeof figure === 'boolean') return figure ? 'yes' : 'no';
  return typeof figure === 'number' ? figure.toLocaleString('en') : figure;
}

/** Before it gets a colour, whose codes take no place on the screen. */
function inColumn(figure: Figure): string {
  return show(figure).padStart(FIGURE_WIDTH);
}

/** Amounts in minor units, as people write them. */
export function money(minorUnits: number): string {
  return (minorUnits / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

const coloured = process.stdout.isTTY && !process.env.NO_COLOR;
const colour = (code: number) => (text: string) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
const bold = colour(1);
const dim = colour(2);
const red = colour(31);
const green = colour(32);
const cyan = colour(36);
