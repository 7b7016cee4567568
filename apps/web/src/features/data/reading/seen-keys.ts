const FIRST_CAPACITY = 1 << 14;
const MAX_LOAD = 0.6;

/**
 * Which keys were there before. Keeps 53 bits of each and not the text: of two million keys that is
 * 32 MB at most, and that two different ones look the same happens once in some thousand such files.
 */
export class SeenKeys {
  private slots = new Float64Array(FIRST_CAPACITY);
  private count = 0;

  /** Whether the key was asked for before. */
  has(key: string): boolean {
    if (this.count > this.slots.length * MAX_LOAD) this.grow();
    const isNew = put(this.slots, hash(key));
    if (isNew) this.count += 1;
    return !isNew;
  }

  private grow(): void {
    const bigger = new Float64Array(this.slots.length * 2);
    for (const value of this.slots) if (value !== 0) put(bigger, value);
    this.slots = bigger;
  }
}

function put(slots: Float64Array, value: number): boolean {
  const mask = slots.length - 1;
  for (let place = value % slots.length; ; place = (place + 1) & mask) {
    if (slots[place] === value) return false;
    if (slots[place] === 0) {
      slots[place] = value;
      return true;
    }
  }
}

/** cyrb53: two mixed halves of 32 bits; never 0, which marks an empty slot. */
function hash(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0) || 1;
}
