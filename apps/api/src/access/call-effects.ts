import { createHash } from 'node:crypto';

import { DomainError, ERROR_STATUS, isRepeatable } from '@herald/shared';
import { inUnitOfWork, withTransaction } from '@herald/platform';
import type { IdempotencyRepository, IdempotentCall, Pool, StoredAnswer, Transaction } from '@herald/platform';

import type { AuditService, Deed } from '../audit/audit.service.ts';
import { problemOf, toDomainError } from '../http/error-handler.ts';
import type { AdmittedCall, EffectReply, Effects, ReplayedAnswer } from '../http/effects.ts';
import { isRehearsing } from './caller.ts';
import type { Caller } from './caller.ts';

const MAX_KEY_LENGTH = 255;
const PRINTABLE = /^[\x21-\x7e]+$/;

/** Another call with the same key was answered while this one was on its way. */
class AnsweredMeanwhile extends Error {
  readonly answer: StoredAnswer;

  constructor(answer: StoredAnswer) {
    super('answered meanwhile');
    this.answer = answer;
  }
}

/**
 * Makes one transaction of everything that a call does: what it changes, what the audit log says of
 * it, and the answer that is kept for whoever repeats it with its `Idempotency-Key`. So none of them is
 * ever without the others. With a test key all of it is taken back before the answer is given.
 */
export class CallEffects implements Effects {
  private readonly pool: Pool;
  private readonly audit: AuditService;
  private readonly records: IdempotencyRepository;
  private readonly holdingPool: Pool;

  constructor(deps: {
    /** Where a call that writes nothing of its own is noted. */
    pool: Pool;
    audit: AuditService;
    records: IdempotencyRepository;
    /** Connections that only keep calls to themselves, each for as long as its call takes. */
    holdingPool: Pool;
  }) {
    this.pool = deps.pool;
    this.holdingPool = deps.holdingPool;
    this.audit = deps.audit;
    this.records = deps.records;
  }

  async run<R extends EffectReply>(call: AdmittedCall, endpoint: () => Promise<R>): Promise<R | ReplayedAnswer> {
    try {
      return await this.runAdmitted(call, endpoint);
    } catch (error) {
      // Of somebody who tries to come in, signing in tells more.
      const isKnown = call.caller.kind !== 'nobody';
      if (isKnown && error instanceof DomainError && error.code === 'forbidden') await this.noteRefusal(call);
      throw error;
    }
  }

  private async runAdmitted<R extends EffectReply>(
    call: AdmittedCall,
    endpoint: () => Promise<R>,
  ): Promise<R | ReplayedAnswer> {
    const { operation, caller } = call;
    if (operation.method === 'get') return this.runRead(call, endpoint);
    const isTest = isRehearsing(caller);
    const repeatable = idempotentCall(call);
    if (isQuestion(call))
      return repeatable === undefined || isTest ? endpoint() : this.runOnce(call, repeatable, endpoint);
    if (isTest) return inUnitOfWork(this.pool, { isRehearsal: true }, endpoint);
    if (repeatable !== undefined) return this.runOnce(call, repeatable, endpoint);
    if (operation.audit === undefined) return endpoint();
    if (operation.worksInPages) return this.runInPages(call, endpoint);
    return inUnitOfWork<R>(this.pool, { beforeCommit: (tx, reply) => this.note(call, reply, tx) }, endpoint);
  }

  /** What takes data out is told before the first of it goes. */
  private async runRead<R extends EffectReply>(call: AdmittedCall, endpoint: () => Promise<R>): Promise<R> {
    const reply = await endpoint();
    await this.note(call, reply);
    return reply;
  }

  /** What broke off is told as well: some of its pages may be done. */
  private async runInPages<R extends EffectReply>(call: AdmittedCall, endpoint: () => Promise<R>): Promise<R> {
    try {
      return await this.runRead(call, endpoint);
    } catch (error) {
      const { code } = toDomainError(error);
      if (ERROR_STATUS[code] >= 500) await this.audit.record({ ...deedOf(call), brokeOffFor: code });
      throw error;
    }
  }

  /** @throws DomainError `idempotency_mismatch` for another call under the same key, `conflict` while the first is under way */
  private async runOnce<R extends EffectReply>(
    call: AdmittedCall,
    repeatable: IdempotentCall,
    endpoint: () => Promise<R>,
  ): Promise<R | ReplayedAnswer> {
    const once = { ...repeatable, fingerprint: fingerprintOf(call) };
    const noted = await this.records.note(once, once.fingerprint);
    if (noted.answer !== undefined) return replay(noted.answer, noted.fingerprint === once.fingerprint);
    try {
      const isApart = isQuestion(call) || call.operation.worksInPages;
      return await (isApart ? this.runBeside(call, once, endpoint) : this.runWithin(call, once, endpoint));
    } catch (error) {
      if (error instanceof AnsweredMeanwhile) return replay(error.answer, true);
      throw error;
    }
  }

  /** The answer is kept with the same commit as what was done. */
  private runWithin<R extends EffectReply>(call: AdmittedCall, once: OnceCall, endpoint: () => Promise<R>): Promise<R> {
    return inUnitOfWork<R>(
      this.pool,
      {
        onBegin: (tx) => this.takeCall(tx, once),
        beforeCommit: async (tx, reply) => {
          await this.note(call, reply, tx);
          await this.save(tx, once, reply);
        },
        afterRefusal: (tx, error) => this.saveRefusal(tx, once, error, call.requestId),
      },
      endpoint,
    );
  }

  /**
   * The call is kept to this process by a connection that does nothing else, while it runs on its own:
   * a question, of which nothing is to be committed, or what is committed in pages. What of these was
   * done when the process ends before the answer is kept, a repeated call finds done.
   */
  private async runBeside<R extends EffectReply>(
    call: AdmittedCall,
    once: OnceCall,
    endpoint: () => Promise<R>,
  ): Promise<R> {
    let refusal: unknown;
    const reply = await withTransaction(this.holdingPool, async (tx) => {
      await this.takeCall(tx, once);
      try {
        const answered = await (call.operation.worksInPages ? this.runInPages(call, endpoint) : endpoint());
        await this.save(tx, once, answered);
        return answered;
      } catch (error) {
        refusal = error;
        // To a question another answer is possible every time.
        if (!isQuestion(call)) await this.saveRefusal(tx, once, error, call.requestId);
        return undefined;
      }
    });
    if (reply === undefined) throw refusal;
    return reply;
  }

  private save(tx: Transaction, { fingerprint, ...repeatable }: OnceCall, reply: EffectReply): Promise<void> {
    const answer = { status: reply.status, body: JSON.stringify(reply.replay ?? reply.body) };
    return this.records.saveAnswer(tx, repeatable, fingerprint, answer);
  }

  /** What failed may be tried again. */
  private async saveRefusal(
    tx: Transaction,
    { fingerprint, ...repeatable }: OnceCall,
    error: unknown,
    requestId: string,
  ): Promise<void> {
    const problem = problemOf(toDomainError(error), requestId);
    if (problem.status >= 500) return;
    await this.records.saveAnswer(tx, repeatable, fingerprint, {
      status: problem.status,
      body: JSON.stringify(problem),
    });
  }

  private async takeCall(tx: Transaction, { fingerprint, ...repeatable }: OnceCall): Promise<void> {
    const record = await this.records.take(tx, repeatable);
    if (record === undefined) {
      throw new DomainError('conflict', 'the first call with this Idempotency-Key is still under way', [], 1);
    }
    if (record.answer === undefined) return;
    if (record.fingerprint !== fingerprint) throw mismatch();
    throw new AnsweredMeanwhile(record.answer);
  }

  /** What is refused for a part of the call only the endpoint knows. */
  private noteRefusal(call: AdmittedCall): Promise<void> {
    return this.audit.record({ ...deedOf(call), refusedFor: 'forbidden' });
  }

  private async note(call: AdmittedCall, reply: EffectReply, tx?: Transaction): Promise<void> {
    if (call.operation.audit === undefined || reply.changedNothing) return;
    for (const action of [call.operation.audit, ...(reply.alsoDone ?? [])]) {
      await this.audit.record({ ...deedOf(call, reply.body), action }, tx);
    }
  }
}

/** A call that is carried out once, and what was asked with it. */
type OnceCall = IdempotentCall & { fingerprint: string };

/** Whether it changes nothing, as such or in the way that it is asked. */
function isQuestion({ operation, query }: AdmittedCall): boolean {
  if (operation.isQuestion) return true;
  return operation.dryRunBy !== undefined && query[operation.dryRunBy] === 'true';
}

function deedOf({ id, operation, caller, requestId, params }: AdmittedCall, body?: unknown): Deed {
  return { caller, action: operation.audit ?? id, subjectId: subjectOf(params, body), requestId };
}

/** The thing that the path names, or that was made. */
function subjectOf(params: Record<string, unknown>, body: unknown): string | undefined {
  const made = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  const id = params['id'] ?? made;
  return typeof id === 'string' ? id : undefined;
}

/** Undefined for a call that brings no key, or whose maker is nobody that could repeat it. */
function idempotentCall(call: AdmittedCall): IdempotentCall | undefined {
  const caller = nameOf(call.caller);
  // The keys of calls that are signed are those of their operation, as long and as written as it takes them.
  const key = caller === undefined ? undefined : readKey(call);
  if (caller === undefined || key === undefined) return undefined;
  return { caller, operation: call.id, key };
}

/** @throws DomainError `invalid_input` */
function readKey({ operation, idempotencyKey: key }: AdmittedCall): string | undefined {
  if (key === undefined || !isRepeatable(operation)) return undefined;
  if (key.length <= MAX_KEY_LENGTH && PRINTABLE.test(key)) return key;
  const message = `must be 1 to ${MAX_KEY_LENGTH} visible ASCII characters`;
  throw new DomainError('invalid_input', `Idempotency-Key: ${message}`, [{ path: 'idempotency-key', message }]);
}

function nameOf(caller: Caller): string | undefined {
  if (caller.kind === 'member') return `member:${caller.memberId}`;
  return caller.kind === 'key' ? `key:${caller.keyId}` : undefined;
}

function fingerprintOf({ url, body }: AdmittedCall): string {
  return createHash('sha256')
    .update(`${url}\n`)
    .update(JSON.stringify(body ?? null))
    .digest('hex');
}

function replay({ status, body }: StoredAnswer, isSameCall: boolean): ReplayedAnswer {
  if (!isSameCall) throw mismatch();
  return { status, json: body };
}

function mismatch(): DomainError {
  return new DomainError('idempotency_mismatch', 'this Idempotency-Key was used for another call; use a new one');
}
