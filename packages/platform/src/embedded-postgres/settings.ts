import os from 'node:os';

export type PostgresSettings = Record<string, string | number | boolean>;

const SMALL_MACHINE_BYTES = 3 * 1024 ** 3;

/** For one shop on one machine that takes in data in bulk. */
export function defaultSettings(totalMemoryBytes: number = os.totalmem()): PostgresSettings {
  return {
    // An API takes up to 47 (60 while somebody looks at the queues), a worker up to 30: room for several of each.
    max_connections: 200,
    shared_buffers: totalMemoryBytes < SMALL_MACHINE_BYTES ? '64MB' : '256MB',
    maintenance_work_mem: '128MB',
    // Fewer, longer checkpoints: each one makes whole pages go to the log again.
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_compression: true,
    random_page_cost: 1.1,
    // The binaries come without LLVM.
    jit: false,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements, their values and the details of a broken constraint hold names and
    // addresses of customers; those stay out of the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: false,
  };
}

/** For tests: faster, survives the kill of any process, but no power cut. */
export const NON_DURABLE_SETTINGS: PostgresSettings = {
  fsync: false,
  full_page_writes: false,
  wal_level: 'minimal',
  max_wal_senders: 0,
};

export function settingsAsArguments(settings: PostgresSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${asText(value)}`]);
}

function asText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}
