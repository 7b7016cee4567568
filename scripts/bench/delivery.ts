import { type Backend, nameOf } from './backends.ts';
import { CONNECTIONS, Deliveries, DELIVERY_ENV } from './deliveries.ts';
import { alternate, type Comparison, type Figure, median, perSecond } from './measure.ts';
import { makeMessages, startTransport } from './transport.ts';

const MESSAGES = 3_000;
const ROUNDS = 7;
const RECEIPTS_PER_CALL = 100;
const BOUND_ONE_BY_ONE: Record<Backend, number> = { redis: 0.45, postgres: 0.35 };
const BOUND_IN_ARRAYS = 0.3;
const ONE_MESSAGE_A_JOB = 1_000;
const ROUNDS_ONE_MESSAGE_A_JOB = 3;

/**
 * Launch to last receipt, as against the same HTTP calls without a queue or a database behind them
 * but the vendor's ledger; and how many messages a second that is, by the size of the jobs.
 */
export async function* benchDelivery(backend: Backend): AsyncGenerator<Comparison | Figure> {
  const oneByOne = await compare(backend, 1);
  yield { ...oneByOne, name: `delivery, ${nameOf(backend)}`, bound: { atLeast: BOUND_ONE_BY_ONE[backend] } };
  const inArrays = await compare(backend, RECEIPTS_PER_CALL);
  yield { ...inArrays, name: `receipts in arrays, ${nameOf(backend)}`, bound: { atLeast: BOUND_IN_ARRAYS } };
  yield { name: `DELIVERY_BATCH_SIZE 100, ${nameOf(backend)}`, unit: ' msg/s', herald: oneByOne.herald };
  const herald = await oneMessageAJob(backend);
  yield { name: `DELIVERY_BATCH_SIZE 1, ${nameOf(backend)}`, unit: ' msg/s', herald };
}

async function compare(backend: Backend, receiptsPerCall: number): Promise<Omit<Comparison, 'name' | 'bound'>> {
  const env = { DELIVERY_BATCH_SIZE: '100', MOCK_VENDOR_RECEIPT_BATCH: String(receiptsPerCall) };
  const deliveries = await Deliveries.start(MESSAGES, { redis: backend === 'redis', env });
  const transport = await startTransport(
    { ...DELIVERY_ENV, ...env, DATABASE_URL: deliveries.databaseUrl },
    CONNECTIONS,
  );
  const transportOnly = () => perSecond(MESSAGES, () => transport.send(makeMessages(MESSAGES)));
  try {
    await deliveries.run();
    await transportOnly();
    return { unit: ' msg/s', ...(await alternate(ROUNDS, () => deliveries.run(), transportOnly)) };
  } finally {
    await transport.stop();
    await deliveries.stop();
  }
}

async function oneMessageAJob(backend: Backend): Promise<number> {
  // As many jobs at once as there are connections; with the default of 2 most of those would rest.
  const env = { DELIVERY_BATCH_SIZE: '1', DELIVERY_JOBS: String(CONNECTIONS) };
  const deliveries = await Deliveries.start(ONE_MESSAGE_A_JOB, { redis: backend === 'redis', env });
  try {
    await deliveries.run();
    const figures: number[] = [];
    for (let round = 0; round < ROUNDS_ONE_MESSAGE_A_JOB; round += 1) figures.push(await deliveries.run());
    return median(figures);
  } finally {
    await deliveries.stop();
  }
}
