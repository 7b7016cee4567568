/** What a clock on the wall shows in a time zone at an instant: `2026-12-03 09:00:00`. */
export function wallTimeAt(instant: number, timeZone: string): string {
  // Swedish writes dates and times this way.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant);
}

/**
 * The instant at which a clock on the wall shows `wallTime` in a time zone; of an hour that comes
 * twice, when the clocks go back, the earlier one.
 *
 * @returns undefined for a time that the clocks leave out when they go forward.
 */
export function instantOfWallTime(wallTime: string, timeZone: string): string | undefined {
  const asIfUtc = readAsUtc(wallTime);
  // The zone's offset a day before and a day after: one of them counts at the time in question.
  const possible = [-DAY_MS, DAY_MS].map((ms) => asIfUtc - offsetMs(asIfUtc + ms, timeZone));
  const found = possible.filter((instant) => readAsUtc(wallTimeAt(instant, timeZone)) === asIfUtc);
  return found.length === 0 ? undefined : new Date(Math.min(...found)).toISOString();
}

const DAY_MS = 86_400_000;

function offsetMs(instant: number, timeZone: string): number {
  return readAsUtc(wallTimeAt(instant, timeZone)) - instant;
}

function readAsUtc(wallTime: string): number {
  return Date.parse(`${wallTime.replace(' ', 'T')}Z`);
}
