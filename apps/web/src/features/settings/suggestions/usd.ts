const CENTS = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
/** A call costs a small part of a cent. */
const SMALL = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 5 });

/** What Google bills, which is in dollars whatever the currency of the workspace is. */
export function usd(amount: number): string {
  return (amount > 0 && amount < 1 ? SMALL : CENTS).format(amount);
}
