/** How `pnpm audit` ended; without a status when it was given up. */
export interface AuditRun {
  status: number | null;
  output: string;
}

export type AuditVerdict =
  { outcome: 'ok' } | { outcome: 'skipped'; reason: string } | { outcome: 'failed'; reason: string };

const FINDINGS = /\d+ vulnerabilit(?:y|ies) found/;
const NOT_OFFERED = /ERR_PNPM_AUDIT_ENDPOINT_NOT_EXISTS|responded with (?:4\d\d|501)\b|returned invalid JSON/;
const NOT_ANSWERED = /Failed to request the audit endpoint|responded with 5\d\d\b/;
/** What npx says when it cannot even fetch pnpm. */
const NO_NETWORK = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/**
 * What a run of `pnpm audit` says of the dependencies. Only a registry that could not be asked is a
 * reason to skip: what is not understood fails, so that no finding passes for want of a word.
 */
export function judgeAudit({ status, output }: AuditRun): AuditVerdict {
  if (status === 0) return { outcome: 'ok' };
  // pnpm breaks its sentences, and draws a line down their side.
  const text = output.replaceAll(/[\s│]+/g, ' ');
  if (FINDINGS.test(text)) return { outcome: 'failed', reason: output.trim() };
  if (NOT_OFFERED.test(text)) return { outcome: 'skipped', reason: 'the registry does not offer it' };
  if (status === null || NOT_ANSWERED.test(text) || NO_NETWORK.test(text)) {
    return { outcome: 'skipped', reason: 'the registry does not answer' };
  }
  return { outcome: 'failed', reason: output.trim() || `pnpm audit ended with ${status}` };
}
