import { watchProcess } from '../metrics/process-metrics.ts';
import type { ProcessName } from '../metrics/process-metrics.ts';
import { serveOperations } from '../operations-server.ts';
import type { OperationsServer, OperationsServerOptions } from '../operations-server.ts';

export interface OperationsOptions extends Omit<OperationsServerOptions, 'port'> {
  process: ProcessName;
  /** Nothing is served without one. */
  port: number | undefined;
}

/** Serves the metrics and probes of this process, with what every process tells of itself. */
export async function openOperations({
  process,
  port,
  ...options
}: OperationsOptions): Promise<OperationsServer | undefined> {
  if (port === undefined) return undefined;
  watchProcess(options.registry, process);
  return serveOperations({ ...options, port });
}
