/** What JSON can say, and text in the place of a value that no value of JavaScript is written as. */
export type Json = null | boolean | number | string | RawJson | Json[] | { [key: string]: Json };

/** A part of a JSON text as it stands: `1e400`, a key that is there twice, ten thousand brackets. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function isObject(value: unknown): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RawJson);
}

/** As `JSON.stringify`, with what is raw as it stands. Lone surrogates are written as escapes. */
export function writeJson(value: Json): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${writeJson(each)}`);
  return `{${entries.join(',')}}`;
}

/** A copy with `key` as a key of its own, also where the name would mean the prototype. */
export function withKey(value: { [key: string]: Json }, key: string, field: Json): { [key: string]: Json } {
  const copy = { ...value };
  Object.defineProperty(copy, key, { value: field, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** From the root to a part: keys of objects and positions in arrays. */
export type JsonPath = readonly (string | number)[];

/** A copy in which the part at `path` is what `change` makes of it; undefined takes it away. */
export function changeAt(value: Json, path: JsonPath, change: (part: Json) => Json | undefined): Json | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return change(value);
  if (Array.isArray(value) && typeof head === 'number') {
    const part = value[head];
    if (part === undefined) return value;
    const changed = changeAt(part, rest, change);
    return changed === undefined ? value.toSpliced(head, 1) : value.with(head, changed);
  }
  if (!isObject(value) || typeof head !== 'string') return value;
  const { [head]: part, ...others } = value;
  if (part === undefined) return value;
  const changed = changeAt(part, rest, change);
  return changed === undefined ? others : withKey(value, head, changed);
}
