const BEFORE = String.raw`(?<![\p{L}\p{M}\p{N}])`;
const AFTER = String.raw`(?![\p{L}\p{M}\p{N}])`;
const words = (list: string, flags = 'iu') => new RegExp(`${BEFORE}(?:${list})${AFTER}`, flags);

/** A contrast begins a clause of its own: "no discount but a gift". The point of "30. November" ends none. */
const CLAUSE_ENDS = new RegExp(
  String.raw`(?<=[;:!?\n।]|(?:(?<!\d)\.|,)(?=\s|$))|(?=${BEFORE}(?:but|however|instead|though|pero|sino|mais|plut[oô]t|aber|sondern|stattdessen|लेकिन|मगर|बल्कि)${AFTER})`,
  'iu',
);

/** Denials that are none: somebody has not bought, or is not to miss something. */
const HARMLESS = words(
  String.raw`(?:have|has|had|did|do|does|who|are|were|is)(?: ?n.t| not) (?:yet )?(?:ordered|order|bought|buy|purchased?|shopp?ed|visited|come|been|returned|seen|heard|active)|haven.?t|hasn.?t|not (?:yet )?(?:ordered|bought|purchased|visited|shopped|active)|(?:don.?t|do not|never) (?:miss|forget|wait|hesitate)|not only|no doubt|no (?:orders?|purchases?)|without (?:orders?|any orders?|a purchase)|no (?:han?|hemos) (?:comprado|pedido|vuelto)|(?:no|sin) (?:te lo pierdas|pedidos|compras)|n.?.{0,6} ?pas (?:command[eé]|achet[eé]|revenu)\S*|pas (?:command[eé]|achet[eé]|revenu)\S*|sans (?:commande|achat)|nicht(?: mehr)? (?:bestellt|gekauft|eingekauft)|(?:ohne|keine) bestellung(?:en)?|(?:ऑर्डर|खरीदारी|ख़रीदारी|खरीद|ख़रीद) नहीं`,
  'giu',
);

/** Whatever follows is denied, to the end of the clause or to what it comes with. */
const FORWARD = words(
  String.raw`no|not an?|not any|not the|without|zero|never|avoid|don.?t|do not|must not|should not|shouldn.?t|can.?t|cannot|no mention of|leave out|skip|sin|nunca|evita\w*|ning[uú]n\w*|sans|pas de|pas d.|jamais|[eé]vite\w*|aucune?|kein\w*|ohne|niemals|vermeid\w*|बिना`,
);
const FORWARD_ENDS = words('with|con|mit|avec');

/** In these languages the verb, and what denies it, may come last: the whole clause is denied. */
const WHOLE = words(
  String.raw`(?:is|are|be) not|isn.?t|aren.?t|not (?:allowed|available|included|permitted|wanted|needed|valid|offered|mentioned?)|not|ne|n.(?=\p{L})|pas|nicht|नहीं|मत|न|के बिना`,
);

/**
 * What is left of an objective without what it forbids: "no discount" must not make a discount one
 * that was asked for. In doubt something is forbidden; then a message only says less.
 */
export function withoutDenials(objective: string): string {
  return objective.normalize('NFC').replaceAll(/[’‘]/gu, "'").split(CLAUSE_ENDS).map(withoutDenied).join(' ');
}

function withoutDenied(clause: string): string {
  // Not replaced by nothing, so that the places of the words stay.
  const read = clause.replaceAll(HARMLESS, (found) => ' '.repeat(found.length));
  const forward = FORWARD.exec(read);
  const whole = WHOLE.exec(read);
  if (whole !== null && (forward === null || whole.index < forward.index)) return '';
  if (forward === null) return clause;
  const from = forward.index;
  const after = read.slice(from);
  const end = isAboutVerb(forward[0]) ? null : FORWARD_ENDS.exec(after);
  return clause.slice(0, from) + (end === null ? '' : clause.slice(from + end.index));
}

/** "Do not mention a discount with the code" denies all of it, "no discount with free shipping" does not. */
function isAboutVerb(denial: string): boolean {
  return /n.?t$|not$|never|avoid|skip|leave|nunca|evita|jamais|vite|niemals|vermeid/iu.test(denial);
}
