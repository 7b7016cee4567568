import { z } from 'zod';

import { seededChance } from './seeded-chance.ts';

/** What may go wrong with a call, decided anew each time a key is asked. */
const CALL_FAULTS = [
  /** The answer takes some hundred milliseconds longer. */
  'slow',
  /** 429; nothing is taken. */
  'busy',
  /** 500; nothing is taken. */
  'error',
  /** 400 for good, so the key alone decides; nothing is taken. */
  'refuse',
  /** The connection is closed before anything is taken. */
  'reset',
  /** The message is taken, and the answer never comes. */
  'hang',
  /** The message is taken, and the connection is closed. */
  'drop',
] as const;

/** What may go wrong with the receipt of a message, decided by its key. */
const RECEIPT_FAULTS = [
  /** It is never sent. */
  'lose',
  /** It is sent two or three times. */
  'duplicate',
  /** Another one follows that says the opposite. */
  'contradict',
  /** It is held back until that of a later message was sent. */
  'reorder',
  /** It comes long after the message's end. */
  'late',
  /** Somebody else sends one that says the opposite, and one about a message that nobody knows. */
  'forge',
] as const;

export type CallFault = (typeof CALL_FAULTS)[number];
export type ReceiptFault = (typeof RECEIPT_FAULTS)[number];
type Fault = CallFault | ReceiptFault;

const FAULTS: readonly Fault[] = [...CALL_FAULTS, ...RECEIPT_FAULTS];

/** How often each fault happens, 0 to 1; a fault that is not named never does. */
export type FaultRates = ReadonlyMap<Fault, number>;

/** `busy=0.1,lose=0.05`; empty for no faults at all. */
export const faultRatesSchema = z.string().transform((text, context): FaultRates => {
  const rates = new Map<Fault, number>();
  for (const part of text.split(',').map((each) => each.trim())) {
    const read = part === '' && text.trim() === '' ? undefined : readRate(part);
    if (typeof read === 'string') context.addIssue({ code: 'custom', message: read });
    else if (read !== undefined) rates.set(...read);
  }
  return rates;
});

/** @returns the fault and its rate, or what is wrong with them. */
function readRate(part: string): [Fault, number] | string {
  const [name = '', rateText = '', ...rest] = part.split('=').map((side) => side.trim());
  const fault = FAULTS.find((each) => each === name);
  if (fault === undefined) return `there is no fault "${name}", only ${FAULTS.join(', ')}`;
  const rate = Number(rateText);
  if (rateText === '' || rest.length > 0 || !(rate >= 0 && rate <= 1)) {
    return `${fault} must be given as ${fault}=rate, with a rate from 0 to 1`;
  }
  return [fault, rate];
}

export function hasCallFaults(rates: FaultRates): boolean {
  return CALL_FAULTS.some((fault) => (rates.get(fault) ?? 0) > 0);
}

/** @param asked how often the key was asked with this call. */
export function decideCallFaults(rates: FaultRates, seed: string, key: string, asked: number): Set<CallFault> {
  return decide(CALL_FAULTS, rates, seed, key, (fault) => (fault === 'refuse' ? fault : `${fault} ${asked}`));
}

export function decideReceiptFaults(rates: FaultRates, seed: string, key: string): Set<ReceiptFault> {
  return decide(RECEIPT_FAULTS, rates, seed, key, (fault) => fault);
}

function decide<F extends Fault>(
  faults: readonly F[],
  rates: FaultRates,
  seed: string,
  key: string,
  questionOf: (fault: F) => string,
): Set<F> {
  // On good days nothing is computed: every message comes through here.
  if (rates.size === 0) return new Set();
  return new Set(faults.filter((fault) => seededChance(seed, key, questionOf(fault)) < (rates.get(fault) ?? 0)));
}
