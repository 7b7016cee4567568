import { phrasesOf } from './phrases.ts';

/** Said before the request, or after it. */
export const COURTESIES: readonly string[] = phrasesOf(`
    pls | plz | hi | hello | hey | hi there | hello there | hi team | hello team | hey team | dear team | good morning |
    ok | okay | so | now | well | please | kindly | thanks | thank you | many thanks | thanks a lot |
    in advance | thank you so much | thanks so much | thanks in advance | thank you in advance | thank you very much | cheers |
    asap | regards | let us see | you see | alright | all right | right | good evening | good afternoon | hi all |
    hello team | if possible | if you can | when you can | as soon as possible | for me | for us
  `);

/** As those say it who ask databases. */
export const QUERIES: readonly string[] = phrasesOf(`
    select * from customers where | select * from customer where | select * from users where |
    select * from contacts where | select * from people where | from customers where | select customers where |
    who are the | who are our | who are | which are the | which are our | which of our | who among our | how many |
    select all where | where | filter: | filter | segment where | customers where | contacts where
  `);

/** A speaker who asks for something begins so: in the first person, as an imperative or as a question. */
export const REQUESTS: ReadonlySet<string> = new Set(
  phrasesOf(`
    i | we | it | let | do | is | are | provide | remember | prepare | can | could | would | will | need | needed | want | wanted | looking | look | searching |
    search | planning | trying | hoping | time | give | show | get | find | list | pull | fetch | select | pick |
    choose | target | targeting | reach | send | share | build | create | make | prepare | draw | generate |
    message | email | text | invite | remind | thank | reward | surprise | contact | call | treat | tell | bring |
    identify | help | filter | run | write | wish | congratulate | nudge | extract | export | compile | gather |
    round | dig | say | ask | talk | speak | focus | launch | approach | please | kindly | just
  `),
);

/** Directly before whom the request is about. */
export const TOWARDS: ReadonlySet<string> = new Set(
  phrasesOf(`
    to | for | at | after | me | us | need | want | like | give | show | get | find | list | pull | fetch |
    select | pick | choose | target | targeting | reach | reaching | message | messaging | email | emailing | text |
    texting | invite | inviting | remind | reminding | thank | thanking | reward | rewarding | surprise |
    contact | contacting | call | calling | treat | tell | see | identify | meet | wish | congratulate | nudge |
    send | sms | mail | ask | greet | welcome | approach | engage | extract | export | notify | address |
    finding | getting | know | include | pinpoint | locate | which | provide | have | out | back | there | having
  `),
);

/** Of these "of" says what is in them, and takes nothing away: "a list of". */
export const COLLECTIONS: ReadonlySet<string> = new Set(
  phrasesOf(`
    list | segment | audience | group | set | export | count | number | total | details of | emails | report | base | names | details | cohort | extract | selection | lot
  `),
);

/** After these "with" leads to the people; elsewhere it may say what they have: "restaurants with customers". */
export const CONTACTS: ReadonlySet<string> = new Set(
  phrasesOf(`
    touch | up | chat | speak | talk | connect | help | start | begin | engage | communicate | reconnect | me | us
  `),
);

/** Between the request and the noun, and saying nothing. */
export const DETERMINERS: ReadonlySet<string> = new Set(
  phrasesOf(`
    all | the | our | my | every | each | any | these | only | just | of
  `),
);

/** Could take somebody away, wherever in an introduction or a purpose they stand. */
export const RESTRICTING: ReadonlySet<string> = new Set(
  phrasesOf(`
    not | never | without | non | neither | nor | no | none | except | excluding | exclude | minus | bar | barring |
    but | unless | if | when | whenever | while | other | than | apart | aside | leave | leaving | skip | omit | remove |
    ignore | cannot | cant | wont | dont | half | top | best | most | some | few | random | or | among |
    amongst | who | whose | whom | which | where | women | men | male | female | ladies | students | parents |
    young | old | kids | married | loyal | frequent | regular | premium | rich | high | low | big | heavy | engaged | under | over | above | below | between | since | until | till | during | within |
    before | aimed | targeted | based | located | living
  `),
);

/** What a message is for. */
export const OCCASIONS: ReadonlySet<string> = new Set(
  phrasesOf(`
    campaign | campaigns | mailing | mailer | newsletter | follow | followup | promo | promotion | announcement |
    reminder | blast | survey | outreach | broadcast | invitation | drive | push | email | message | sms
  `),
);

/** Days for which something is sent. */
export const FESTIVALS: ReadonlySet<string> = new Set(
  phrasesOf(`
    diwali | deepavali | holi | eid | christmas | navratri | rakhi | pongal | onam | dussehra | ugadi | easter |
    halloween | thanksgiving | valentine | festival | season | year
  `),
);

/** Begins why something is asked, before a comma. */
export const REASONS: readonly string[] = phrasesOf(`
    because we | because it is | because i | since we | since it is | since i | as we | as it is | as i | as a |
    as an | to celebrate | to mark | with our | with the | ahead of our | ahead of the
  `);

/** Occasions in which something may have been bought too. */
export const OFFERS: ReadonlySet<string> = new Set(
  phrasesOf(`
    offer | offers | sale | launch | event | treat | gift | discount | coupon | test | programme | program |
    tasting | workshop | festival | giveaway | contest
  `),
);

/** In the title of a request, before its colon. */
export const TITLES: ReadonlySet<string> = new Set(
  phrasesOf(`
    audience | target | segment | list | group | recipients | brief | request | goal | who | to | query | rule |
    filter | cohort | criteria | campaign | mailing | newsletter | task
  `),
);

/** Begins what the audience is wanted for. */
export const PURPOSES: readonly string[] = phrasesOf(`
    so that we can | so that i can | so we can | so i can | so that they | so we | so i | in order to | as we want to |
    as i want to | as we are | because we | because i | and send them | and offer them | and give them |
    and invite them | and thank them | and remind them | and tell them | we want to | i want to | we will |
    to whom we want to | to whom i want to | whom we want to | who we want to | that we want to | who we should |
    and wish them | and ask them | and surprise them | and reward them | and let them know | and let us |
    i will | to thank | to reward | to send | to invite | to remind | to tell | to give | to offer | to wish |
    to win them back | to bring them back | to surprise | to ask | to greet | to say
  `);
