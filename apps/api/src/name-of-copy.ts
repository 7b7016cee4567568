/**
 * A name for the copy of a thing: "Diwali (copy)", with less of the old name where that would be too long.
 *
 * @param maxLength in UTF-16 units.
 */
export function nameOfCopy(name: string, maxLength: number): string {
  const room = maxLength - SUFFIX.length;
  // What the cut leaves of a character of two units would be no text.
  return (
    name
      .slice(0, room)
      .replace(/[\ud800-\udbff]$/, '')
      .trimEnd() + SUFFIX
  );
}

const SUFFIX = ' (copy)';
