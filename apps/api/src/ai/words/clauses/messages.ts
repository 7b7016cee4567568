import { clause, type Clause, refused } from '../clause.ts';
import { alt, map, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { phrasesOf } from '../lexicon/phrases.ts';
import { period } from '../phrases/periods.ts';
import { all, ask, negate } from '../rules.ts';
import { listOf, nameOf, withOne, withEach, type Named } from './names.ts';

/** What was done with the message of a campaign. */
const OUTCOMES = new Map<string, string>([
  ...called(
    'received',
    phrasesOf(`
      received | receive | got | get | gotten | were delivered | was delivered | delivered | who got |
      recipients of | recipient of | recipients | receiving | reached by | were reached by | was reached by
    `),
  ),
  ...called(
    'wasSent',
    phrasesOf(`
      was sent | were sent | sent | been sent | was messaged with | were messaged with | targeted by |
      targeted in | were targeted by | was targeted by | messaged in | messaged by | contacted in |
      were messaged in | contacted by | included in | part of | in
    `),
  ),
  ...called(
    'failed',
    phrasesOf(`
      has a failed message of | have a failed message of | failed message of | failed for | failed in |
      failed to receive | whose message failed in | whose message failed for | message failed in |
      message failed for | whose messages failed in | messages failed in | with a failed message in |
      with a failed message of | a failed message of | with a failed message from | failed message from |
      failed message in | with a failed message for | message of | bounced in | failed on | delivery failed in |
      bounced on | bounced for | delivery failed for | whose delivery failed in | whose delivery failed for | with failed delivery in |
      with failed delivery of | message failed on | message could not be delivered in
    `),
  ),
]);

function called(outcome: string, verbs: string[]): [string, string][] {
  return verbs.map((verb) => [verb, outcome]);
}

const outcome = oneOf(OUTCOMES);
const campaignNoun = words(
  `
    campaign | campaigns | the campaign | our campaign | a message of the campaign | the message of the campaign |
    the campaign called | campaign called | the campaign named | message from the campaign | the message |
    message | the messages of the campaign | messages of the campaign | a message from the campaign |
    message of the campaign | the message from the campaign | the message of | messages from the campaign
  `,
);
const campaign = nameOf('campaigns');
const afterName = opt(
  words('campaign', 'message', 'mailing', 'blast', 'sms', 'messages', 'campaign message', 'campaigns', 'email'),
);

const article = opt(words('the | the campaign | campaign'));

/** `received neither Diwali Sale nor Monsoon Offer`, `received Diwali Sale, not Monsoon Offer` */
const ofTwoCampaigns: Parser<Clause> = alt(
  map(seq(outcome, words('neither'), article, campaign, words('nor'), article, campaign), ([is, , , one, , , other]) =>
    ofTwo(is, [one, false], [other, false]),
  ),
  map(
    seq(outcome, article, campaign, words(', not | but not | and not | , but not'), article, campaign),
    ([is, , one, , , other]) => ofTwo(is, [one, true], [other, false]),
  ),
);

function ofTwo(is: string, ...asked: [Named, boolean][]): Clause {
  const clauses = asked.map(([one]) => withOne('campaign', one, is));
  const bad = clauses.find(({ refusal }) => refusal !== undefined);
  if (bad) return bad;
  return clause(all(clauses.map(({ rule }, index) => (asked[index]?.[1] ? rule : negate(rule)))), {
    isNotNegatable: true,
  });
}

/** `received the campaign "Diwali Sale"`, `got Diwali Sale` */
const ofCampaign: Parser<Clause> = alt(
  map(seq(outcome, campaignNoun, campaign, afterName, opt(words('failed'))), ([is, , one, , failed], said) =>
    outcomeOf(is, one, failed, said),
  ),
  map(
    seq(
      outcome,
      opt(words('both', 'either')),
      opt(campaignNoun),
      opt(words('the')),
      listOf(campaign, words('the', 'the campaign', 'campaign', ...OUTCOMES.keys())),
      opt(words('campaigns', 'campaign')),
    ),
    ([is, , , , named]) =>
      named.all.length > 1 ? { ...withEach('campaign', named, is), isProperty: false } : undefined,
  ),
  map(
    seq(outcome, opt(words('the', 'our', 'a', 'an', 'my')), campaign, afterName, opt(words('failed'))),
    ([is, , one, after, failed], said) =>
      one.ids.length === 0 && after === undefined && /^(?:in|part of)/.test(said)
        ? undefined
        : outcomeOf(is, one, failed, said),
  ),
  map(
    seq(
      words('whose', 'with a', 'with'),
      opt(words('the', 'failed')),
      campaign,
      words(
        `
          message failed | message has failed | message bounced | campaign message failed | campaign failed |
          message was not delivered | delivery failed | message could not be delivered
        `,
      ),
    ),
    ([, , one]) => withOne('campaign', one, 'failed'),
  ),
);

function outcomeOf(
  is: string,
  one: { ids: readonly string[]; name: string },
  failed: string | undefined,
  said: string,
): Clause | undefined {
  if (said.startsWith('message of') && failed === undefined) return undefined;
  return { ...withOne('campaign', one, failed === undefined ? is : 'failed'), isProperty: false };
}

/** `for whom the campaign "Monsoon Offer" failed` */
const campaignOutcome: Parser<Clause> = map(
  seq(
    opt(words('the', 'our')),
    opt(campaignNoun),
    campaign,
    afterName,
    oneOf(
      new Map([
        ...phrasesOf(`
            failed | has failed | bounced | was not delivered | could not be delivered | failed to deliver |
            failed to reach | did not arrive
          `).map((word): [string, string] => [word, 'failed']),
        ...['was delivered', 'was delivered to', 'reached', 'arrived'].map((word): [string, string] => [
          word,
          'received',
        ]),
        ...['was sent', 'was sent to', 'went out to', 'went to', 'went'].map((word): [string, string] => [
          word,
          'wasSent',
        ]),
      ]),
    ),
    opt(words('to', 'for')),
  ),
  ([, , one, , is]) =>
    one.ids.length === 0 && !one.isQuoted ? undefined : { ...withOne('campaign', one, is), isProperty: false },
);

const messagedPhrase = words(
  `
    messaged | contacted | been messaged | been contacted | emailed | texted | heard from us | hear from us |
    received a message | received any message | received any messages | received a campaign |
    received any campaign | got a message | got any message | got any campaign | got at least one message | received at least one message | received at least one campaign | got a campaign |
    gotten any message | gotten any campaign | been sent a message | been sent any message | were sent a message |
    were messaged | was messaged | were contacted | was contacted | been emailed | been reached |
    got any messages | received anything from us | been sent anything | been sent any messages | sent a message |
    sent any message | received messages | been texted | been targeted | received any communication |
    received any campaigns | been sent a campaign | been sent any campaign | gotten a message |
    receive a message | receive any message | receive any messages | get a message | get any message |
    get any messages | heard anything from us | hear anything from us | sent anything | sent any messages |
    messaged by us | contacted by us | been messaged by us | been contacted by us | receive a campaign |
    received our messages | were sent any message | was sent a message | were sent anything | had a message |
    had any message | had any messages | had a message from us | had any message from us | had anything from us |
    been sent something | sent something | received something from us | received any of our messages |
    received any of our campaigns | received one of our messages | got one of our messages | got anything from us |
    get anything from us | had a campaign | had any campaign | been in touch with | written to | been written to |
    got message | get message | received message | receive message | got messages | get messages | receive messages |
    received a message from us | been reached out to | reached out to | get any campaign | get any campaigns | get any of our messages |
    get any of our campaigns | get one of our messages
  `,
);

/** `received any campaign`, `been sent at least one message` */
const messagedAtAll = map(
  seq(
    words('received | receive | got | get | gotten | sent | been sent | was sent | were sent | had'),
    words('a | any | a single | even a single | at least one | even one | any of our | one of our'),
    words('message | messages | campaign | campaigns | communication | communications'),
    opt(words('from us')),
  ),
  (_, said) => said,
);
const messagedVerb: Parser<string> = alt(messagedPhrase, messagedAtAll);

/** `messaged in the last 7 days`, `never contacted` */
const messaged: Parser<Clause> = alt(
  map(
    seq(
      opt(words('ever')),
      messagedVerb,
      opt(words('ever', 'from us', 'by us', 'yet', 'at all', 'any message')),
      period,
    ),
    ([, , , when]): Clause =>
      when.kind === 'lastDays'
        ? clause(ask('messaged', 'inLastDays', when.days), {
            assumptions: when.assumptions,
            timing: 'said',
            needsNegation: when.needsNegation === true,
          })
        : refused('of messages only "in the last … days" can be asked'),
  ),
  map(
    seq(
      opt(words('ever')),
      messagedVerb,
      opt(
        words(
          'ever | before | from us | by us | yet | at all | so far | any message | at least once | even once | in the past',
        ),
      ),
    ),
    () => clause(ask('messaged', 'ever'), { timing: 'open' }),
  ),
  map(
    seq(
      words(
        `
          message not sent | messages not sent | no message sent | no messages sent | message was not sent |
          no message was sent | no messages were sent | no campaign sent | no campaign was sent |
          no messages | no message | without any message | without a message | no campaigns | no communication |
          without any messages | received no messages | got no messages | received no message | got no message |
          had no messages | received no campaigns | were sent no message | were sent no messages | sent no message |
          sent no messages | was sent no message | been sent no message | been sent no messages | had no message |
          have had no message | have had no messages | were sent nothing | sent nothing | received nothing |
          got nothing | heard nothing | have heard nothing | got no campaign | received no campaign | got no campaigns |
          were sent no campaign | were sent no campaigns | have received nothing | have received no message |
          have received no messages | no campaign | with no message | with no messages
        `,
      ),
      opt(words('from us | sent | at all | yet | ever | so far')),
      opt(period),
    ),
    ([, , when]): Clause | undefined => {
      if (when === undefined) return clause(ask('messaged', 'never'));
      return when.kind === 'lastDays'
        ? clause(ask('messaged', 'notInLastDays', when.days), { assumptions: when.assumptions, timing: 'said' })
        : undefined;
    },
  ),
);

export const messageClauses: readonly Parser<Clause>[] = [ofCampaign, ofTwoCampaigns, campaignOutcome, messaged];
