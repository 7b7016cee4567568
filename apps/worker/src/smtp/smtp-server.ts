import type { WorkerConfig } from '../config.ts';
import type { SmtpServer } from './smtp-line.ts';

const SUBMISSION_PORT = 587;
const SUBMISSION_PORT_WITH_TLS = 465;

/** The mail server that `VENDOR_URL` names: `smtp://user:password@mail.example:587`, or `smtps://`. */
export function smtpServerOf(config: WorkerConfig): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(config.VENDOR_URL);
  const isSecure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (isSecure ? SUBMISSION_PORT_WITH_TLS : SUBMISSION_PORT),
    isSecure,
    needsTls: config.SMTP_STARTTLS === 'required',
    credentials:
      username === '' ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    privateAddresses: config.OUTGOING_PRIVATE_ADDRESSES,
    connections: config.SMTP_CONNECTIONS,
    timeoutMs: config.VENDOR_TIMEOUT_MS,
  };
}
