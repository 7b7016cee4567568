import addressparser from 'nodemailer/lib/addressparser';
import MailComposer from 'nodemailer/lib/mail-composer';

/** What all mails have in common. */
export interface Sender {
  /** `Chai Shop <hello@chai.example>` */
  from: string;
  replyTo?: string | undefined;
  /** Of messages that bring none; by default it names the sender. */
  subject?: string | undefined;
  /** The header `List-Unsubscribe` as it stands. */
  listUnsubscribe?: string | undefined;
}

/** A mail as it goes over the wire. */
export interface Mail {
  from: string;
  to: string;
  /** RFC 5322. */
  content: Buffer;
}

const SUBJECT_LINE = /^subject:[ \t]*([^\n]*?)[ \t]*(?:\n|$)/i;

/**
 * A message as a mail of plain text. Its first line is the subject when it begins with `Subject:`.
 *
 * @param key the idempotency key, which is also in the `Message-ID`: a mail that should come twice all the
 *   same is known by that.
 */
export async function composeMail(
  { from, replyTo, subject, listUnsubscribe }: Sender,
  { key, to, message }: { key: string; to: string; message: string },
): Promise<Mail> {
  const sender = mailboxOf(from);
  // A carriage return alone is no end of a line in a mail, and some servers take it for one: then a text, or a name in
  // it, could end the mail and begin another.
  const lines = message.replaceAll(/\r\n?/g, '\n');
  const [first, ownSubject] = SUBJECT_LINE.exec(lines) ?? [''];
  const mail = new MailComposer({
    from,
    to,
    replyTo,
    subject: ownSubject || (subject ?? `A message from ${sender.name || domainOf(sender.address)}`),
    text: lines.slice(first.length).replace(/^\s*\n/, ''),
    messageId: `<${key}@${domainOf(sender.address)}>`,
    // What is counted is what goes over the wire.
    newline: 'windows',
    headers: listUnsubscribe === undefined ? {} : { 'List-Unsubscribe': listUnsubscribe },
    // The text is somebody's: it names no files and no addresses to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { from: sender.address, to, content: await mail.compile().build() };
}

function mailboxOf(text: string): { name: string; address: string } {
  const [parsed] = addressparser(text, { flatten: true });
  if (parsed === undefined || !('address' in parsed)) throw new Error('there is no address');
  return { name: parsed.name, address: parsed.address ?? '' };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
