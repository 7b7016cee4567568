import { UnreadableError } from './file-text.ts';
import type { Cell, Row } from './row.ts';

/** `list`: `[{…}, {…}]`. `lines`: one object in each line. `values`: objects one after the other. */
export type JsonShape = 'list' | 'lines' | 'values';

const MAX_VALUE_LENGTH = 1_000_000;
/** Objects in objects become columns such as `address.city`; what lies deeper stays one value. */
const MAX_DEPTH = 3;

/** Cuts the text of a JSON file into the texts of its values, without ever holding all of it. */
export class JsonTexts {
  private readonly isList: boolean;
  private readonly isLines: boolean;
  private buffer = '';
  /** Up to where the buffer was looked at. */
  private position = 0;
  /** Where the value that is being read begins; -1 between values. */
  private start = -1;
  private depth = 0;
  private inString = false;
  private state: 'before' | 'inside' | 'after';

  constructor(shape: JsonShape) {
    this.isList = shape === 'list';
    this.isLines = shape === 'lines';
    this.state = this.isList ? 'before' : 'inside';
  }

  /** The values that are complete by now. @throws {UnreadableError} */
  read(text: string, isLast: boolean): string[] {
    this.buffer += text;
    const texts = this.isLines ? this.cutLines(isLast) : this.cutValues(isLast);
    if (this.buffer.length > MAX_VALUE_LENGTH && texts.length === 0) {
      throw new UnreadableError('One entry of the list has more than a million characters. Is a quote never closed?');
    }
    return texts;
  }

  private cutLines(isLast: boolean): string[] {
    const lines = this.buffer.split('\n');
    this.buffer = isLast ? '' : (lines.pop() ?? '');
    return lines.map((line) => line.trim()).filter((line) => line !== '');
  }

  private cutValues(isLast: boolean): string[] {
    const texts: string[] = [];
    for (; this.position < this.buffer.length; this.position += 1) this.step(texts);
    if (isLast) this.end(texts);
    // What was cut off is not needed any more.
    const done = this.start === -1 ? this.position : this.start;
    this.buffer = this.buffer.slice(done);
    this.position -= done;
    if (this.start !== -1) this.start = 0;
    return texts;
  }

  private step(texts: string[]): void {
    const character = this.buffer[this.position] ?? '';
    if (this.inString) {
      if (character === '\\') this.position += 1;
      else if (character === '"') this.inString = false;
    } else if (this.state !== 'inside') {
      this.stepOutside(character);
    } else if (character === '{' || character === '[') {
      this.begin();
      this.depth += 1;
    } else if (character === '}' || character === ']') {
      this.stepUp(character, texts);
    } else if (character === '"') {
      this.begin();
      this.inString = true;
    } else if (this.depth === 0 && (character === ',' || isSpace(character))) {
      this.cut(this.position, texts);
    } else {
      this.begin();
    }
  }

  private stepOutside(character: string): void {
    if (isSpace(character)) return;
    if (this.state === 'before' && character === '[') this.state = 'inside';
    else throw new UnreadableError('The JSON goes on after its list has ended. Is it several lists?');
  }

  private stepUp(character: string, texts: string[]): void {
    if (this.depth > 0) {
      this.depth -= 1;
      if (this.depth === 0) this.cut(this.position + 1, texts);
    } else if (this.isList && character === ']') {
      this.cut(this.position, texts);
      this.state = 'after';
    } else {
      this.begin();
    }
  }

  private begin(): void {
    if (this.start === -1) this.start = this.position;
  }

  private cut(end: number, texts: string[]): void {
    if (this.start === -1) return;
    texts.push(this.buffer.slice(this.start, end));
    this.start = -1;
  }

  private end(texts: string[]): void {
    const isTorn = this.depth > 0 || this.inString || (this.isList && this.state === 'inside');
    if (isTorn) throw new UnreadableError('The JSON ends in the middle of its list. Was it saved completely?');
    this.cut(this.buffer.length, texts);
  }
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t' || character === '\uFEFF';
}

/** The columns of a JSON file: every key that was seen, objects in objects with a dot. */
export class JsonColumns {
  private readonly places: Map<string, number>;

  constructor(names: readonly string[] = []) {
    this.places = new Map(names.map((name, index) => [name, index]));
  }

  get names(): string[] {
    return [...this.places.keys()];
  }

  /** One value of the file as a row; keys that are new become columns. */
  toRow(text: string, number: number): Row {
    const value = parse(text);
    if (!isObject(value)) {
      const fault = value === undefined ? 'it is not valid JSON' : 'it is no object with names and values';
      return { number, cells: [text], fault };
    }
    const cells: Cell[] = [];
    this.place(value, '', 1, cells);
    return { number, cells };
  }

  private place(value: Record<string, unknown>, prefix: string, depth: number, cells: Cell[]): void {
    for (const [key, inner] of Object.entries(value)) {
      const name = `${prefix}${key}`;
      if (isObject(inner) && depth < MAX_DEPTH) this.place(inner, `${name}.`, depth + 1, cells);
      else cells[this.placeOf(name)] = inner as Cell;
    }
  }

  private placeOf(name: string): number {
    const known = this.places.get(name) ?? this.places.size;
    this.places.set(name, known);
    return known;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
