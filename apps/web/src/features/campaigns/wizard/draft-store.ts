import { newId } from '@herald/shared';
import type { CampaignOutput } from '@herald/shared';

import { createCampaign, getCampaign, updateCampaign } from '../../../api/campaigns.ts';
import { ApiError, asError, isNotFound } from '../../../lib/api-client.ts';
import { changesBetween, type DraftFields, fieldsOf, pick, problemsOf } from './draft-fields.ts';

const DEBOUNCE_MS = 600;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
const CONFLICT = 409;
/** Refusals that say nothing about what was sent: sign in again, the same call is under way, wait. */
const PASSING = new Set([401, 409, 429]);

/**
 * `waiting`: changes are saved in a moment. `retrying`: Herald could not be asked, and will be
 * again. `refused`: Herald does not take a value; another one is needed. `changed`: somebody else
 * has changed the draft, and nothing is saved until it is decided whose counts. `gone`: it is no
 * draft any more.
 */
export type SaveState =
  | { kind: 'saved' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'retrying'; error: Error }
  | { kind: 'refused'; error: Error }
  | { kind: 'changed'; theirs: CampaignOutput }
  | { kind: 'gone'; campaign: CampaignOutput | undefined };

export interface DraftSnapshot {
  /** Undefined until it was saved for the first time. */
  id: string | undefined;
  revision: number;
  fields: DraftFields;
  state: SaveState;
  /** Whether something typed is not saved, also what cannot be for what is wrong with it. */
  isDirty: boolean;
}

/**
 * A draft as one types, and what of it is saved. One save runs at a time, each with the revision
 * of the one before, so that two tabs notice each other.
 */
export class DraftStore {
  private snapshot: DraftSnapshot;
  /** As Herald has it. */
  private saved: DraftFields;
  private running: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retryMs = FIRST_RETRY_MS;
  private isClosed = false;
  /** A creation whose answer got lost is repeated as it was: with the same key it is the same draft. */
  private creation: { key: string; fields: DraftFields } | undefined;
  private readonly listeners = new Set<() => void>();

  /** @param given a draft that is there, or what a new one begins with. */
  constructor(given: CampaignOutput | DraftFields) {
    const isThere = 'id' in given;
    const fields = isThere ? fieldsOf(given) : given;
    this.saved = fields;
    this.snapshot = {
      id: isThere ? given.id : undefined,
      revision: isThere ? given.revision : 0,
      fields,
      state: { kind: 'saved' },
      isDirty: false,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): DraftSnapshot => this.snapshot;

  /** Takes what was typed, and saves it a moment later. */
  change(changes: Partial<DraftFields>): void {
    const fields = { ...this.snapshot.fields, ...changes };
    this.update({ fields });
    if (this.isStuck()) return;
    // A new draft is there as soon as it can be: from then on nothing of it is lost.
    const isNew = this.snapshot.id === undefined;
    if (this.hasWork()) this.schedule(isNew ? 0 : DEBOUNCE_MS, { kind: 'waiting' });
  }

  /** Saves now what is not saved. @returns whether everything is */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    await this.save();
    return !this.snapshot.isDirty;
  }

  /** Saves while the page is being left: nobody waits for the answer. */
  flushOnLeave(): void {
    const { id, revision } = this.snapshot;
    const changes = this.savable();
    if (id === undefined || this.isStuck() || Object.keys(changes).length === 0) return;
    clearTimeout(this.timer);
    // What is on its way makes the next revision.
    const body = { ...bodyOf(changes), revision: this.running ? revision + 1 : revision };
    updateCampaign({ params: { id }, body }, { isKeptAlive: true }).then(
      (campaign) => this.settle(changes, campaign),
      // If the page stays after all, the ordinary way finds out what became of it.
      () => this.schedule(DEBOUNCE_MS, { kind: 'waiting' }),
    );
  }

  /** Writes what is here over what somebody else wrote. */
  keepMine(): void {
    const { state } = this.snapshot;
    if (state.kind !== 'changed') return;
    this.saved = fieldsOf(state.theirs);
    this.update({ revision: state.theirs.revision, state: { kind: 'waiting' } });
    void this.flush();
  }

  /** Lets go of what is here, and goes on with what somebody else wrote. */
  takeTheirs(): void {
    const { state } = this.snapshot;
    if (state.kind !== 'changed') return;
    const fields = fieldsOf(state.theirs);
    this.saved = fields;
    this.update({ fields, revision: state.theirs.revision, state: { kind: 'saved' } });
  }

  /**
   * Asks Herald how the draft is, after it refused something as a conflict.
   *
   * @returns whether it is another one than was thought; then `state` says so.
   */
  async noticeConflict(): Promise<boolean> {
    const { id, revision } = this.snapshot;
    if (id === undefined) return false;
    const theirs = await this.load(id);
    if (theirs?.status !== 'DRAFT') this.update({ state: { kind: 'gone', campaign: theirs } });
    else if (theirs.revision === revision) return false;
    else this.update({ state: { kind: 'changed', theirs } });
    return true;
  }

  /** Nothing more is saved, as once it was launched or deleted. */
  close(): void {
    clearTimeout(this.timer);
    this.isClosed = true;
    this.saved = this.snapshot.fields;
    this.update({ state: { kind: 'saved' } });
  }

  private save(): Promise<void> {
    this.running ??= this.saveAll().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Until there is nothing more to save, as one may type on meanwhile. */
  private async saveAll(): Promise<void> {
    while (!this.isStuck() && this.hasWork()) {
      this.update({ state: { kind: 'saving' } });
      try {
        await (this.snapshot.id === undefined ? this.create() : this.patch(this.snapshot.id));
        this.retryMs = FIRST_RETRY_MS;
      } catch (reason) {
        this.fail(asError(reason));
        return;
      }
    }
    if (!this.isStuck()) this.update({ state: { kind: 'saved' } });
  }

  private async create(): Promise<void> {
    this.creation ??= { key: newId(), fields: this.snapshot.fields };
    const { key, fields } = this.creation;
    const { segmentId, reachBy, ...others } = fields;
    if (segmentId === null) return;
    const body = { ...others, segmentId, ...(reachBy !== null && { reachBy }), draft: true };
    const campaign = await createCampaign({ body }, { idempotencyKey: key });
    this.update({ id: campaign.id });
    this.settle(fields, campaign);
  }

  private async patch(id: string): Promise<void> {
    const changes = this.savable();
    try {
      const body = { ...bodyOf(changes), revision: this.snapshot.revision };
      this.settle(changes, await updateCampaign({ params: { id }, body }));
    } catch (error) {
      if (!(error instanceof ApiError && error.status === CONFLICT)) throw error;
      await this.compare(id, changes);
    }
  }

  /** An answer that got lost looks like somebody else's change, and is none. */
  private async compare(id: string, sent: Partial<DraftFields>): Promise<void> {
    const theirs = await this.load(id);
    if (theirs?.status !== 'DRAFT') return this.update({ state: { kind: 'gone', campaign: theirs } });
    const isWhatWasSent = Object.keys(changesBetween({ ...this.saved, ...sent }, fieldsOf(theirs))).length === 0;
    if (isWhatWasSent) this.settle(sent, theirs);
    else this.update({ state: { kind: 'changed', theirs } });
  }

  private async load(id: string): Promise<CampaignOutput | undefined> {
    try {
      return (await getCampaign({ params: { id }, query: { limit: 1 } })).data;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  private settle(sent: Partial<DraftFields>, { revision }: CampaignOutput): void {
    this.saved = { ...this.saved, ...sent };
    this.update({ revision: Math.max(revision, this.snapshot.revision) });
  }

  private fail(error: Error): void {
    if (isNotFound(error) && this.snapshot.id !== undefined) {
      return this.update({ state: { kind: 'gone', campaign: undefined } });
    }
    if (isForGood(error)) {
      // What was refused for its values is another creation once they are others.
      this.creation = undefined;
      return this.update({ state: { kind: 'refused', error } });
    }
    this.schedule(this.retryMs, { kind: 'retrying', error });
    this.retryMs = Math.min(2 * this.retryMs, LONGEST_RETRY_MS);
  }

  private schedule(delayMs: number, state: SaveState): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), delayMs);
    // While one save is on its way its word counts.
    if (!this.running || state.kind === 'retrying') this.update({ state });
  }

  /** Whether nothing can be saved before somebody decides something. */
  private isStuck(): boolean {
    return this.isClosed || this.snapshot.state.kind === 'changed' || this.snapshot.state.kind === 'gone';
  }

  private hasWork(): boolean {
    const { id, fields } = this.snapshot;
    if (id === undefined) return fields.segmentId !== null && Object.keys(problemsOf(fields)).length === 0;
    return Object.keys(this.savable()).length > 0;
  }

  private savable(): Partial<DraftFields> {
    const problems = problemsOf(this.snapshot.fields);
    const changes = changesBetween(this.saved, this.snapshot.fields);
    return pick(changes, (name) => problems[name] === undefined);
  }

  private update(changes: Partial<DraftSnapshot>): void {
    const next = { ...this.snapshot, ...changes };
    const isDirty = Object.keys(changesBetween(this.saved, next.fields)).length > 0;
    this.snapshot = { ...next, isDirty };
    for (const listener of this.listeners) listener();
  }
}

function bodyOf({ segmentId, ...others }: Partial<DraftFields>) {
  return { ...others, ...(typeof segmentId === 'string' && { segmentId }) };
}

/** What would be refused again, as it is. */
function isForGood(error: Error): boolean {
  return error instanceof ApiError && error.status !== undefined && error.status < 500 && !PASSING.has(error.status);
}
