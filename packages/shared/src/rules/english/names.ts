import { quote } from './quoted-text.ts';
import type { TokenReader } from './token-reader.ts';
import { refusal } from './tokens.ts';

/** Names by id. */
type Names = ReadonlyMap<string, string>;

/** By name as long as that says which one; otherwise with the id, `"VIPs" [0192…]`, or the id alone. */
export function writeName(id: string, names: Names): string {
  const name = names.get(id);
  if (name === undefined) return `[${id}]`;
  return idsOf(name, names).length === 1 ? quote(name) : `${quote(name)} [${id}]`;
}

export function nameStartsHere(reader: TokenReader): boolean {
  const { kind } = reader.peek();
  return kind === 'text' || kind === 'id';
}

/** The id. One that stands alone is taken as it is: whether it exists is for `resolveRules` to say. */
export function readName(reader: TokenReader, what: string, names: Names): string {
  const first = reader.peek();
  if (first.kind !== 'text' && first.kind !== 'id') throw reader.unexpected([`the name of a ${what}`]);
  reader.next();
  if (first.kind === 'id') return first.value;

  const ids = idsOf(first.value, names);
  const second = reader.peek();
  if (second.kind === 'id') {
    reader.next();
    if (!ids.includes(second.value)) {
      throw refusal(second.at, `expected the id of a ${what} called ${first.text}`);
    }
    return second.value;
  }
  const [id] = ids;
  if (id === undefined) throw refusal(first.at, `expected a ${what}: there is none called ${first.text}`);
  if (ids.length > 1) {
    const example = `${first.text} [${id}]`;
    throw refusal(first.at, `expected one ${what}: ${ids.length} are called so; say which, as ${example}`);
  }
  return id;
}

function idsOf(name: string, names: Names): string[] {
  return [...names].filter(([, other]) => other === name).map(([id]) => id);
}
