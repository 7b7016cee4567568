/** What messages are for. */
export const MESSAGE_KINDS = [
  'winBack',
  'welcome',
  'thanks',
  'arrivals',
  'offer',
  'birthday',
  'feedback',
  'event',
  'refill',
  'cart',
  'festival',
  'news',
  'restock',
  'referral',
  'apology',
  'notice',
  'hello',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Whether a message of this kind is serious, whatever tone was asked for. */
export function isSober(kind: MessageKind): boolean {
  return SOBER.some(([sober]) => sober === kind);
}

/** How Herald's own two texts of a kind go about it. */
export interface Approach {
  name: string;
  reason: string;
}

export const APPROACHES: Readonly<Record<MessageKind, readonly [Approach, Approach]>> = {
  winBack: [
    {
      name: 'we miss you',
      reason: 'Puts the person before the purchase: warm, and nothing is asked but a look around.',
    },
    {
      name: 'ask what changed',
      reason: 'Takes the silence seriously and invites an answer, which brings back some whom a pitch does not.',
    },
  ],
  welcome: [
    {
      name: 'warm welcome',
      reason: 'Says hello and nothing else to do: first messages that ask for little are read to the end.',
    },
    { name: 'help to begin', reason: 'Takes away the first uncertainty by saying how to start and whom to ask.' },
  ],
  thanks: [
    {
      name: 'thanks first',
      reason: 'Thanks before anything else, in a few words: a plain thank-you is believed.',
    },
    { name: 'you are why', reason: 'Tells loyal customers what their loyalty makes possible, instead of counting it.' },
  ],
  arrivals: [
    { name: 'just arrived', reason: 'The news in the first line, for people who only skim.' },
    {
      name: 'picked with you in mind',
      reason: 'Makes the new things personal, which earns a closer look than a list would.',
    },
  ],
  offer: [
    { name: 'offer first', reason: 'Leads with what they get, so that it is seen even by those who read one line.' },
    {
      name: 'good moment',
      reason: 'Begins with something they may have had in mind and makes the offer the occasion for it.',
    },
  ],
  birthday: [
    {
      name: 'heartfelt wish',
      reason: 'A wish first: this is the one message a year that should not begin with selling.',
    },
    { name: 'their day', reason: 'Celebrates with them and leaves the door open, without asking for anything.' },
  ],
  feedback: [
    {
      name: 'one short question',
      reason: 'Asks for a minute and says what for; short questions are answered more often.',
    },
    { name: 'help us improve', reason: 'Asks for advice instead of praise, which people like to give.' },
  ],
  event: [
    { name: 'personal invitation', reason: 'Reads as an invitation from people, not as a notice.' },
    {
      name: 'what awaits you',
      reason: 'Describes how it will feel to be there, for those who wonder whether it is worth the way.',
    },
  ],
  refill: [
    { name: 'friendly reminder', reason: 'Is useful at the right moment: it reminds before something is missed.' },
    {
      name: 'keep the routine',
      reason: 'Speaks of their habit, not of the product, and makes ordering again a small step.',
    },
  ],
  cart: [
    { name: 'kept for later', reason: 'Helpful rather than pushing: it says that they can go on where they stopped.' },
    {
      name: 'any questions?',
      reason: 'Many stop because something is unclear: it offers an answer instead of pressure.',
    },
  ],
  festival: [
    { name: 'season’s wishes', reason: 'A greeting for its own sake, as one would send it to friends.' },
    {
      name: 'a shared moment',
      reason: 'Connects the occasion with the people they spend it with, and stays modest about the shop.',
    },
  ],
  news: [
    { name: 'plain announcement', reason: 'States that there is news, in two sentences, without any noise.' },
    { name: 'first-hand', reason: 'Tells them as one tells regulars, which makes news feel like attention.' },
  ],
  restock: [
    { name: 'back again', reason: 'The good news in the first line; add what it is that is back.' },
    {
      name: 'for those who looked',
      reason: 'Speaks to people who may have looked for it; add what it is that is back.',
    },
  ],
  referral: [
    { name: 'a word from a friend', reason: 'Asks for a recommendation among people who already know the shop.' },
    { name: 'better together', reason: 'Makes bringing somebody along the point, and not what it may earn.' },
  ],
  apology: [
    {
      name: 'own up',
      reason: 'Says sorry before anything else and makes no excuse; add what happened, and what you do about it.',
    },
    {
      name: 'listen first',
      reason: 'Names the broken trust and asks how it affected them; add what happened, and what you do about it.',
    },
  ],
  notice: [
    {
      name: 'plain notice',
      reason:
        'Calm, whatever tone is chosen: add what happens and what they are to do, which Herald does not word itself.',
    },
    {
      name: 'from us directly',
      reason: 'Serious and short, so that nothing hides the matter: add what happens and what they are to do.',
    },
  ],
  hello: [
    { name: 'short hello', reason: 'Says hello without asserting anything: a frame to put your own matter in.' },
    {
      name: 'an open door',
      reason: 'Invites an answer; the objective names no occasion that Herald knows, so add what it is about.',
    },
  ],
};

/**
 * Matters in which a cheerful text, or an offer, would hurt: one word of them decides. What is only sad or strict
 * in some objectives ("closed", "cancelled") is there with the words that make it so.
 */
const SOBER: readonly [MessageKind, RegExp][] = [
  [
    'apology',
    /apolog\w*|\bsorry\b(?! (?:to see|you|we missed))|our (?:mistake|fault|error)|disculp\w*|lo sentimos|(?:nous|nos|vous|des|pr[eé]sent\w*) (?:\S+ )?excus\w*|d[eé]sol[eé]\w*|entschuldig\w*|tut uns leid|माफ़?ी|क्षमा|खेद/giu,
  ],
  [
    'notice',
    /\brecall(?:s|ed|ing)?\b(?! (?:our|your|their|the) (?:best|good|great|favou?rite|happ\w+|first))|safety (?:notice|warning)|stop using|(?:price|fee|cost)s?\b[^.]{0,30}\b(?:ris\w+|increas\w+|hik\w+|go(?:ing)? up)|(?:rise|increase|hike) (?:in|of) (?:\w+ )?(?:prices?|fees?)|data (?:was |were |is )?(?:breach\w*|leak\w*)|breach\w*|hacked|passwords?|(?:is|are|be|been|was|were|stays?|remains?) (?:closed|shut|discontinued|cancell?ed|delayed|postponed|unavailable)|(?:store|shop|branch|office|outlet|showroom|account|we)s?\b(?:(?!sale)[^.:]){0,25}\bclos(?:es?|ing|ure)\b(?! sale)|shut(?:s|ting)? down|discontinu\w*|orders? (?:\w+ )?cancell?ed|cancellation of|postpon\w*|(?:deliver|shipp?|order|dispatch)\w* (?:\w+ ){0,2}delay\w*|delay\w* (?:in|of|to|with|deliver\w*|shipp?\w*|orders?)\b|\bdelayed\b|out of stock|payments? (?:\w+ )?(?:failed|due|declined|bounced)|overdue (?:bill|invoice|payment|amount)s?|unpaid|outstanding (?:bill|invoice|payment|amount)|condolences?|passed away|\bdeath\b|\bdied\b|mourn\w*|tragedy|earthquake|floods?\b|outage|downtime|maintenance(?! (?:tips?|guide|kit|service|plan)s?)|(?:privacy|new|updated|changed) policy|policy (?:change|update)|(?:new|updated|changed|changes? (?:in|to|of)) (?:our )?terms|retirada|subida de precios|retraso|cerrad[oa]s?|rappel de produit|hausse des prix|retard\b|ferm[eé]\w*|r[uü]ckruf\w*|preiserh[oö]hung\w*|versp[aä]tung\w*|geschlossen|बंद|क़?ीमत\S* बढ़|देरी/giu,
  ],
];

/** Words by which an objective of any language names what it is for; what comes first wins a draw. */
const LEXICON: readonly [MessageKind, RegExp][] = [
  ...SOBER,
  [
    'restock',
    /back in (?:stock|store)|in stock again|available again|restocked|de nuevo (?:disponible|en stock)|de retour en (?:stock|rayon)|wieder (?:da|verf[uü]gbar|lieferbar)|फिर से उपलब्ध/giu,
  ],
  [
    'referral',
    /referr?al\w*|refer (?:a|your|their)|(?:invite|bring|tell) (?:a|your|their) friends?|recomienda\w*|recommand\w* [aà] un|parrain\w*|freunde werben|empfehl\w*|दोस्त\S* को/giu,
  ],
  ['birthday', /birthday|b-day|cumplea[nñ]os|anniversaires?|geburtstag\w*|जन्मदिन|बर्थडे/giu],
  [
    'cart',
    /(?:abandon\w*|left|forgotten|unfinished)[^.]{0,30}(?:cart|basket|checkout|browse)|(?:cart|basket|browse) ?abandon\w*|carrito|panier|warenkorb|कार्ट/giu,
  ],
  [
    'feedback',
    /reviews?|feedback|surveys?|ratings?|opinions?|testimonial|rese[nñ]as?|opini[oó]n|encuesta|avis\b|sondage|bewertung\w*|umfrage|r[uü]ckmeldung|समीक्षा|फ़?ीडबैक|राय/giu,
  ],
  [
    'welcome',
    /welcome|onboard\w*|new (?:customers?|members?|subscribers?|sign-?ups?)|first[- ]time|bienvenid\w*|nuevos clientes|bienvenue|nouveaux clients|willkommen|begr[uü]ß\w*|neukunden|स्वागत|नए ग्राहक/giu,
  ],
  [
    'winBack',
    /win[- ]?back|(?:visit|shop|order|buy)(?: with)?(?: us)? again|win (?:them|customers?|people) back|miss you|come ?back|bring (?:them |customers? |people )?back|re-?activat\w*|re-?engag\w*|inactive|lapsed|dormant|(?:have|has)(?:n.t| not) (?:ordered|bought|purchased|shopped|visited)|haven.t ordered|recuperar|reactivar|inactiv\w*|vuelvan|reconqu[eé]rir|r[eé]activer|perdus|zur[uü]ckgewinn\w*|reaktivier\w*|inaktiv\w*|wiedergewinn\w*|वापस|निष्क्रिय/giu,
  ],
  [
    'refill',
    /refill|replenish\w*|restock(?:ing)? reminder|re-?order|running low|repurchase|buy again|reponer|recompra\w*|r[eé]approvisionn\w*|recommander|nachf[uü]ll\w*|nachbestell\w*|फिर से (?:ऑर्डर|खरीद)|दोबारा ऑर्डर|रीफ़?िल/giu,
  ],
  [
    'event',
    /events?|invit\w*|workshop|webinar|tasting|open(?:ing)? (?:day|party)|grand opening|evento|taller|[eé]v[eé]nement|atelier|veranstaltung|einlad\w*|er[oö]ffnung|आमंत्र\S*|निमंत्रण|कार्यक्रम|इवेंट/giu,
  ],
  [
    'festival',
    /festiv\w*|greetings?|season.s|holiday (?:wish|greet)\w*|navidad|fiestas|f[eê]tes|festtage?|त्योहार|शुभकामना\S*/giu,
  ],
  [
    'arrivals',
    /new (?:\S{1,30} ){0,3}?(?:arrivals?|collections?|products?|range|launch|items?|flavou?rs?|line|stock|season)\b|launch\w*|just in\b|(?:has|have) (?:just )?arrived|just arrived|introduc\w*|novedad\w*|nueva colecci[oó]n|lanzamiento|nouveaut[eé]\w*|nouvelle collection|lancement|neuheit\w*|neue (?:kollektion|produkte|ware)|नया कलेक्शन|नए (?:उत्पाद|प्रोडक्ट)|लॉन्च/giu,
  ],
  [
    'thanks',
    /thank\w*|gratitude|apprecia\w*|loyal\w*|vip|best customers|agradec\w*|gracias|leal\w*|remerci\w*|merci|fid[eè]l\w*|dank\w*|treu\w*|stammkund\w*|धन्यवाद|शुक्रिया|आभार|वफ़?ादार/giu,
  ],
  [
    'news',
    /announce\w*|news|update|moved?|new (?:store|shop|opening hours)|anunci\w*|noticia|annonc\w*|nouvelle adresse|ank[uü]ndig\w*|mitteil\w*|घोषणा|सूचना/giu,
  ],
];

/** What a text names most as what it is for, with the words that do; undefined when it names nothing. */
export function kindNamedIn(text: string, isOccasion: boolean): { kind: MessageKind; words: string } | undefined {
  const scores = LEXICON.map(([kind, pattern]) => {
    const found = text.match(pattern) ?? [];
    return { kind, words: found[0] ?? '', score: found.length + (kind === 'festival' && isOccasion ? 1 : 0) };
  });
  const most = scores.reduce((best, each) => (each.score > best.score ? each : best));
  return most.score === 0 ? undefined : most;
}

/**
 * What a message for this objective is to be.
 *
 * @param objective without what it denies.
 * @param isOccasion whether it names a feast.
 * @param hasOffer whether it gives something to offer; that alone makes it one.
 */
export function kindOf(objective: string, isOccasion: boolean, hasOffer: boolean): MessageKind {
  const sober = SOBER.find(([, pattern]) => objective.search(pattern) !== -1);
  return sober?.[0] ?? kindNamedIn(objective, isOccasion)?.kind ?? (hasOffer ? 'offer' : 'hello');
}
