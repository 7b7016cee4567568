import { readWorkerConfig } from '../../apps/worker/src/config.ts';
import { createContainer, type Container } from '../../apps/worker/src/container.ts';

export type WorkerServices = Container['services'];

const NO_VENDOR = 'http://127.0.0.1:9';

/** The worker's own services on a database, without its processors: nothing runs unless it is called. */
export function openWorkerServices(databaseUrl: string): { services: WorkerServices; close: () => Promise<void> } {
  const { services, queues, vendor, pool } = createContainer(
    readWorkerConfig({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn', VENDOR_URL: NO_VENDOR }),
  );
  const close = async () => {
    await queues.close();
    await vendor.close();
    await pool.end();
  };
  return { services, close };
}
