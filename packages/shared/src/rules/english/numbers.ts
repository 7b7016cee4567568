/** With thousands separators, `10,000.5`; what JavaScript writes with an exponent stays as it is. Reads back exactly. */
export function writeNumber(value: number): string {
  // String(-0) is '0'.
  const digits = Object.is(value, -0) ? '-0' : String(value);
  if (digits.includes('e')) return digits;
  const [whole = '', decimals] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** An amount in major units, `10,000` or `12.50`. */
export function writeAmount(amount: number): string {
  return writeNumber(amount).replace(/\.\d$/, '$&0');
}

/** `1 day`, `90 days`. */
export function writeDays(days: number): string {
  return `${writeNumber(days)} ${days === 1 ? 'day' : 'days'}`;
}
