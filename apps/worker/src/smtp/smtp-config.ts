import { integerVariable } from '@herald/platform';
import addressparser from 'nodemailer/lib/addressparser';
import { z } from 'zod';

/** What the worker reads when `VENDOR_URL` is that of a mail server. */
export const smtpConfigShape = {
  /** Who mails are from: `Chai Shop <hello@chai.example>`. */
  SMTP_FROM: z.string().refine(isOneAddress, 'must be one address, as Chai Shop <hello@chai.example>').optional(),
  /** Where answers go, when not to the sender. */
  SMTP_REPLY_TO: z.string().refine(isOneAddress, 'must be one address').optional(),
  /** Subject of messages that bring none. */
  SMTP_SUBJECT: z.string().trim().min(1).max(200).optional(),
  /** The header by which mail programs offer to unsubscribe: `<https://chai.example/bye>, <mailto:bye@chai.example>`. */
  SMTP_LIST_UNSUBSCRIBE: z
    .string()
    .regex(/^<(https|mailto):[^<>\s]+>(, <(https|mailto):[^<>\s]+>)*$/, 'must be <https://…> or <mailto:…>, or several')
    .optional(),
  /** `off`: mails may go without encryption, and then without a password. */
  SMTP_STARTTLS: z.enum(['required', 'off']).default('required'),
  /** Connections to the mail server at once. */
  SMTP_CONNECTIONS: integerVariable(1, 100).default(5),
};
export type SmtpConfig = z.infer<z.ZodObject<typeof smtpConfigShape>>;

/** Whether a vendor's address is that of a mail server. */
export function isSmtp(vendorUrl: string): boolean {
  return /^smtps?:/i.test(vendorUrl);
}

/** What of it is needed or impossible beside this `VENDOR_URL`. */
export function checkSmtpConfig(
  config: SmtpConfig & { VENDOR_URL: string; VENDOR_LOOKUP_URL?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (!isSmtp(config.VENDOR_URL)) return;
  const refuse = (variable: string, message: string) => context.addIssue({ code: 'custom', path: [variable], message });
  const { protocol, hostname, username, password } = new URL(config.VENDOR_URL);
  if (hostname === '') refuse('VENDOR_URL', 'must name the mail server, as smtp://user:password@mail.example:587');
  if ((username === '') !== (password === '')) refuse('VENDOR_URL', 'must hold a user and a password, or neither');
  if (!isEscaped(username) || !isEscaped(password)) refuse('VENDOR_URL', 'holds a % that escapes nothing: write %25');
  if (config.SMTP_FROM === undefined) refuse('SMTP_FROM', 'is needed where VENDOR_URL is a mail server');
  if (config.VENDOR_LOOKUP_URL !== undefined) refuse('VENDOR_LOOKUP_URL', 'is not possible with a mail server');
  if (protocol === 'smtp:' && config.SMTP_STARTTLS === 'off' && username !== '') {
    refuse('SMTP_STARTTLS', 'cannot be off where VENDOR_URL holds a password, which would go unencrypted');
  }
}

function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function isOneAddress(text: string): boolean {
  const [parsed, ...more] = addressparser(text);
  const address = parsed !== undefined && 'address' in parsed ? parsed.address : undefined;
  return more.length === 0 && address !== undefined && /^[^\s@]+@[^\s@]+$/.test(address);
}
