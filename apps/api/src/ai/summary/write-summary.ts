import type { CampaignFact } from '@herald/shared';

import type { CampaignFacts } from './campaign-facts.ts';
import { aloneOf } from './told-facts.ts';

/** Of fewer messages a rate says little. */
const LEAST_MESSAGES = 20;
/** Fewer deliveries than these say nothing of how fast it went. */
const LEAST_DELIVERIES = 20;
const MOST_REASONS = 3;

/** Herald's own summary: a paragraph with the facts in braces, as `fillIn` takes it. */
export function writeSummary(campaign: CampaignFacts): string {
  const known = new KnownFacts(campaign.facts);
  if (known.number('reached') === 0) return sentences(nobodyReached(campaign, known), leftOut(known));
  return sentences(
    outcome(campaign, known),
    failures(known),
    leftOut(known),
    ...campaign.differences.map(difference),
    ...aloneOf(campaign).map((group) => alone(group, known)),
    speed(campaign, known),
  );
}

function nobodyReached({ status, isFinal }: CampaignFacts, known: KnownFacts): string {
  if (status === 'FAILED') return '{campaign} was launched on {launched} and failed before any message was sent.';
  if (known.number('audience') === 0)
    return '{campaign} was launched on {launched} to an audience in which there was nobody.';
  if (known.has('cancelled')) {
    return `{campaign} was launched on {launched} and cancelled before anybody was sent a message: {cancelled} ${known.plural('cancelled', 'message was', 'messages were')} cancelled.`;
  }
  const still = isFinal ? '' : ' yet';
  return `{campaign} was launched on {launched} and reached nobody${still} of its audience of {audience} ${known.plural('audience', 'person', 'people')}.`;
}

function outcome({ status, isFinal }: CampaignFacts, known: KnownFacts): string {
  if (!isFinal) return progress(status, known);
  const to = `{reached} ${known.plural('reached', 'person', 'people')} on {launched}`;
  if (status === 'CANCELLED') {
    return `{campaign}, launched on {launched} to an audience of {audience} ${known.plural('audience', 'person', 'people')}, was cancelled: of its messages, ${parts(known, ['delivered', 'failed', 'cancelled'])}.`;
  }
  if (status === 'FAILED') {
    return `{campaign}, launched on {launched}, failed before all of its messages were written: ${parts(known, ['delivered', 'failed'])}.`;
  }
  if (known.number('failed') === 0) {
    const all = known.number('delivered') === 1 ? 'the message was' : 'all of the messages were';
    return `{campaign} reached ${to}, and ${all} delivered.`;
  }
  if (known.number('delivered') === 0) {
    return `{campaign} was sent to ${to}, and nothing was delivered: {failed} ${known.plural('failed', 'message', 'messages')} failed.`;
  }
  return `{campaign} was sent to ${to}: {delivered} ${known.plural('delivered', 'message was', 'messages were')} delivered ({delivered.percent}) and {failed} failed.`;
}

const STATES: Partial<Record<CampaignFacts['status'], string>> = {
  PAUSED: 'is paused',
  CANCELLED: 'was cancelled, and what the vendor had taken is still to be reported',
};

function progress(status: CampaignFacts['status'], known: KnownFacts): string {
  const state = STATES[status] ?? 'is still being sent';
  const done = parts(known, ['delivered', 'failed', 'cancelled', 'open']);
  // Whose message was cancelled was not reached, so that the parts would be more than the whole.
  const whole = known.has('cancelled')
    ? 'its messages'
    : `the messages to {reached} ${known.plural('reached', 'person', 'people')}`;
  return `{campaign}, launched on {launched}, ${state}: of ${whole}, ${done}.`;
}

const ENDS = {
  delivered: ['was delivered', 'were delivered'],
  failed: ['failed', 'failed'],
  cancelled: ['was cancelled', 'were cancelled'],
  open: ['is still open', 'are still open'],
} satisfies Record<string, [one: string, many: string]>;

/** `{delivered} were delivered ({delivered.percent}), {failed} failed and {open} are still open`, without what did not happen. */
function parts(known: KnownFacts, ids: (keyof typeof ENDS)[]): string {
  const happened = ids.filter((id) => id === 'delivered' || known.number(id) > 0);
  const share = known.number('failed') > 0 && known.number('open') + known.number('cancelled') === 0;
  return listed(
    happened.map((id) => {
      if (id === 'delivered' && known.number(id) === 0) return 'none were delivered';
      const percent = id === 'delivered' && share ? ' ({delivered.percent})' : '';
      return `{${id}} ${known.plural(id, ...ENDS[id])}${percent}`;
    }),
  );
}

function failures(known: KnownFacts): string {
  const ids = known.reasonsOf('failed');
  const [first] = ids;
  if (first === undefined) return '';
  if (ids.length === 1) {
    const subject = known.number('failed') === 1 ? 'The message that failed was' : 'The messages that failed were';
    return `${subject} {${first}.name}.`;
  }
  const shown = ids.slice(0, MOST_REASONS).map((id, index) => {
    const verb = index === 0 ? known.plural(id, 'was ', 'were ') : '';
    return `{${id}} ${verb}{${id}.name}`;
  });
  return `Of the failed messages, ${listed(shown)}.`;
}

function leftOut(known: KnownFacts): string {
  const reasons = known.reasonsOf('excluded').map((id) => `{${id}} {${id}.name}`);
  const said = [
    ...(known.has('excluded')
      ? [`{excluded} ${known.plural('excluded', 'person was', 'people were')} left out (${reasons.join(', ')})`]
      : []),
    ...(known.has('held_out')
      ? [`{held_out} ${known.plural('held_out', 'person was', 'people were')} held out for comparison`]
      : []),
  ];
  return said.length === 0 ? '' : `Of the audience, ${listed(said)}.`;
}

function difference({ best, worst }: CampaignFacts['differences'][number]): string {
  const among = best.startsWith('city.') ? 'in' : 'among';
  return `Delivery was {${best}.delivered.percent} ${among} {${best}.name}, against {${worst}.delivered.percent} ${among} {${worst}.name}.`;
}

function alone(group: string, known: KnownFacts): string {
  const ended = known.number(`${group}.delivered`) + known.number(`${group}.failed`);
  // Where all were delivered, or nothing was, that holds of this group too.
  if (ended < LEAST_MESSAGES || known.number('failed') === 0 || known.number('delivered') === 0) return '';
  return `Delivery was {${group}.delivered.percent} among {${group}.name}.`;
}

function speed({ isFinal }: CampaignFacts, known: KnownFacts): string {
  if (!isFinal || known.number('delivered') < LEAST_DELIVERIES || !known.has('time.last')) return '';
  if (known.textOf('time.half') === known.textOf('time.last')) {
    return 'The last delivery came within {time.last} of the launch.';
  }
  const most = known.textOf('time.most') === known.textOf('time.last') ? '' : ', {time.most.share} within {time.most}';
  return `After the launch, {time.half.share} of the deliveries came within {time.half}${most}, and the last within {time.last}.`;
}

/** What the writer may look at. */
class KnownFacts {
  private readonly facts: ReadonlyMap<string, CampaignFact>;

  constructor(facts: readonly CampaignFact[]) {
    this.facts = new Map(facts.map((fact) => [fact.id, fact]));
  }

  has(id: string): boolean {
    return this.facts.has(id);
  }

  /** 0 when nobody counted it. */
  number(id: string): number {
    return Number(this.facts.get(id)?.value ?? 0);
  }

  textOf(id: string): string | undefined {
    return this.facts.get(id)?.text;
  }

  plural(id: string, one: string, many: string): string {
    return this.number(id) === 1 ? one : many;
  }

  /** Ids of the reasons for it, most frequent first. */
  reasonsOf(id: 'failed' | 'excluded'): string[] {
    return [...this.facts.keys()].filter((key) => new RegExp(`^${id}\\.[a-z_]+$`).test(key) && this.has(`${key}.name`));
  }
}

function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

function sentences(...all: string[]): string {
  return all.filter((sentence) => sentence !== '').join(' ');
}
