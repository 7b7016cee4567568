/** Who makes a request. Their credentials are put in as it is sent, since some requests end them. */
export const CALLERS = ['nobody', 'live key', 'test key', 'owner', 'analyst'] as const;
export type CallerName = (typeof CALLERS)[number];

export type Signature = 'right' | 'wrong' | 'none';

/** A request as it goes over the wire, but for who makes it. */
export interface FuzzRequest {
  /** The operation from which it was made; what is wrong with it may have made it another one. */
  operationId: string;
  caller: CallerName;
  /** Of operations whose calls are signed. */
  signature: Signature;
  method: string;
  /** Path and query as they stand in the first line. */
  target: string;
  headers: [string, string][];
  body: Buffer | undefined;
  /** What was done to it, for whoever reads the report. */
  flaws: string[];
}

const LONGEST_SHOWN = 2_000;

/** Everything that somebody needs to send it again. */
export function showRequest(request: FuzzRequest): string {
  const { operationId, caller, signature, method, target, headers, body, flaws } = request;
  return [
    `${method} ${cut(target)}`,
    ...headers.map(([name, value]) => `${name}: ${cut(value)}`),
    ...(body === undefined ? [] : ['', cut(showBody(body))]),
    '',
    `(made from ${operationId} as ${caller}, signature ${signature}, flaws: ${flaws.join(', ') || 'none'})`,
  ].join('\n');
}

/** As text where it is text, so that no invisible character hides. */
function showBody(body: Buffer): string {
  const text = body.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(body)) return `base64: ${body.toString('base64')}`;
  return text.replaceAll(/[^\x20-\x7e\n]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function cut(text: string): string {
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}... (${text.length} characters)`;
}
