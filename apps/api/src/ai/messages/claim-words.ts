/** What a message may promise or assert by a word; each must stand in the objective to be said. */
export const CLAIM_GROUPS = [
  'offer',
  'discount',
  'coupon',
  'free',
  'gift',
  'reward',
  'refund',
  'delivery',
  'guarantee',
  'urgency',
  'exclusivity',
  'superlative',
  'health',
  'finance',
  'countedInWords',
] as const;
export type ClaimGroup = (typeof CLAIM_GROUPS)[number];

export interface ClaimWords {
  /** What the group is called to whoever wrote the text. */
  name: string;
  /**
   * Whole words and phrases in small letters, as regular expressions with " | " between them, of all
   * languages: an objective may be in another one than the message. `~` is any ending of a word.
   */
  words: string;
  /** Harmless phrases that hold one of the words. */
  except?: string;
}

export const CLAIM_WORDS: Readonly<Record<ClaimGroup, ClaimWords>> = {
  offer: {
    name: 'an offer',
    words: String.raw`
      deals? | offers? | promo | promotions? | ofertas? | promoci[oó]n(?:es)? | offres? | bons? plans? | angebote?n?
      | sonderaktion~ | ऑफ़र | ऑफर`,
    except: 'big deal',
  },
  discount: {
    name: 'a discount',
    words: String.raw`
      discount~ | (?:\d+|%|percent|per cent|money|rupees?|dollars?|euros?|pounds?|half|third|quarter|fifth|tenth) off | \d+(?:[.,]\d+)? ?%? ?off
      | half (?:the |of the )?price | (?:for|at) the price of | prices? (?:(?:have|has|are|is|were|was) )?(?:been )?(?:lowered|reduced|slashed|cut|dropped)
      | for less | sales? | saves? | saving | savings
      | bargains? | clearance | half[- ]price | price (?:drop|cut)s? | (?:lower|reduced|special|slashed) prices?
      | cheap~ | markdowns? | bogo | buy one | get one | two for one | 2 for 1
      | descuentos? | rebaja~ | ahorr~ | gangas? | mitad de precio | barat~
      | remises? | r[eé]ductions? | soldes? | [eé]conomis~ | prix r[eé]duits? | moiti[eé] prix
      | rabatt~ | spar(?:en|t|e|st) | erspar~ | reduziert~ | schn[aä]ppchen | halbe[rn]? preis~ | g[uü]nstig~
      | nachlass
      | आधे दाम | आधी क़?ीमत | दाम (?:कम|घट)~ | छूट | सेल | बचत | बचाएँ | बचाएं | डिस्काउंट | आधी कीमत | सस्त~ | रियायत`,
    except: String.raw`
      save (?:the date|your (?:seat|place|spot)|you (?:a trip|the trip))
      | (?:more|increase|boost|drive|grow|raise|lift|improve|push|generate|get) (?:\w+ ){0,2}sales | sales (?:team|figures|targets?)`,
  },
  coupon: {
    name: 'a code or coupon',
    words: String.raw`
      codes? | coupons? | vouchers? | c[oó]digos? | cup[oó]n(?:es)? | bons? d.achat | gutschein~ | rabattcodes?
      | कूपन | कोड | वाउचर`,
    except: String.raw`dress code | no (?:codes?|coupons?|vouchers?) (?:is |are )?(?:needed|required|necessary)`,
  },
  free: {
    name: 'something for free',
    words: String.raw`
      free | freebies? | (?:is|are) on us | (?:no|without|zero) (?:delivery|shipping) (?:fees?|charges?|costs?)
      | (?:pay|cover) (?:for )?(?:the |your )?shipping | versandkostenfrei~ | kostet nichts | sin gastos de env[ií]o
      | complimentary | at no (?:extra )?(?:cost|charge) | on the house
      | gratis | sin (?:coste|costo|cargo) | gratuit~ | offerte?s? | sans frais | kostenlos~ | kostenfrei~ | umsonst
      | मुफ़्त | मुफ्त | फ़्री | फ्री | निःशुल्क | निशुल्क`,
    except: String.raw`
      feel free | (?:that|this|it)(?:.s| is) on us | free[- ](?:range|time|spirit~)
      | (?:sugar|gluten|caffeine|dairy|lactose|alcohol|fat|nut|cruelty|chemical|plastic|toll|hassle|stress|worry)[- ]free`,
  },
  gift: {
    name: 'a gift',
    words: String.raw`
      gifts? | bonus(?:es)? | giveaways? | prizes? | winners? | (?:have|.ve) won | something extra
      | surprises? (?:is |are )?(?:waits?|waiting|awaits?|inside|for you|in your) | hidden surprise | regalos? | obsequios? | sorteos? | cadeaux? | geschenk~ | gewinn~
      | उपहार | तोहफ़ा | तोहफा | तोहफ़े | तोहफे | गिफ्ट | गिफ़्ट | इनाम`,
    except: String.raw`gift (?:hampers?|box(?:es)?|sets?|cards?|baskets?|ideas?|guides?|shops?|wrap~)`,
  },
  reward: {
    name: 'points or rewards',
    words: String.raw`
      rewards? | points | cash ?back | store credit | credited | wallet | recompensas? | puntos | r[eé]compenses?
      | pr[aä]mien? | treuepunkte? | punkte | कैशबैक | रिवॉर्ड~ | पॉइंट~`,
  },
  refund: {
    name: 'money back',
    words: String.raw`
      refund~ | money[- ]back | reembols~ | devolu(?:ci[oó]n|ciones) del dinero | rembours~ | geld zur[uü]ck | erstattung~
      | रिफंड | पैसे वापस`,
  },
  delivery: {
    name: 'how fast something is delivered',
    words: String.raw`
      (?:same|next)[- ]day | express (?:delivery|shipping|courier|service|versand)
      | (?:delivered|arrives?|ships?|shipped|at your door) (?:within|in|by|today|tomorrow) | (?:fast|quick) (?:shipping|delivery) | entrega (?:r[aá]pida|en el d[ií]a)
      | livraison (?:rapide|express) | schnelle[rn]? (?:versand|lieferung) | expressversand | उसी दिन | तेज़ डिलीवरी`,
  },
  guarantee: {
    name: 'a guarantee or a seal',
    words: String.raw`guarant~ | certifi(?:ed|cates?|cation) | organic(?:ally)? | zertifizi~ | certifi[eé]e?s? | certificad[oa]s?  | warrant(?:y|ies) | garant[ií]~ | गारंटी | गारन्टी | वारंटी`,
  },
  urgency: {
    name: 'that time or stock runs out',
    words: String.raw`
      only today | today only | just today | last chance | final (?:chance|hours?|days?|call) | limited | hurry | expir~
      | ends? (?:soon|today|tonight|tomorrow|at midnight|in) | (?:going|selling) fast
      | account (?:will be|is|has been) (?:closed|suspended|blocked|deleted) | ending soon | while (?:stocks?|supplies) lasts?
      | (?:running|run|sell|selling) out | almost gone | act (?:now|fast) | don.?t miss out | few left
      | before it.?s (?:too late|gone) | midnight | countdown
      | s[oó]lo hoy | [uú]ltima oportunidad | [uú]ltim[oa]s (?:horas|d[ií]as|unidades) | limitad~ | date prisa | ap[uú]rate
      | terminan? (?:hoy|pronto|ma[nñ]ana) | hasta agotar existencias | antes de que se (?:acabe|agote)
      | aujourd.hui seulement | seulement aujourd.hui | derni[eè]re chance | derni[eè]re?s? (?:heures?|jours?|pi[eè]ces?)
      | limit[eé]e?s? | d[eé]p[eê]chez | se termine bient[oô]t | jusqu.[aà] [eé]puisement | avant qu.il ne soit trop tard
      | nur heute | letzte chance | letzten? (?:tage?|stunden?) | begrenzt~ | limitiert~ | beeilen
      | endet (?:heute|bald|morgen) | solange der vorrat reicht | nur noch (?:heute|wenige|kurze zeit)
      | सिर्फ़ आज | सिर्फ आज | केवल आज | आख़?िरी मौक़?ा | अंतिम अवसर | सीमित | जल्दी कर~ | स्टॉक रहते | ख़?त्म होने`,
    except: String.raw`no hurry | run(?:ning)? out of (?!stock|time|supplies)\p{L}+`,
  },
  exclusivity: {
    name: 'something exclusive',
    words: String.raw`
      exclusive(?:ly|s)? | early access | members? only | vip access | exclusiv[oa]s? | acceso anticipado | exclusivit[eé]s?
      | exclusifs? | exklusiv~ | vorabzugang | एक्सक्लूसिव`,
  },
  superlative: {
    name: 'a superlative',
    words: String.raw`
      best | #\s?1 | no\. ?1 | number (?:one|1) | finest | cheapest | lowest | unbeatable | top[- ]rated | award[- ]winning
      | world.?s | \p{L}+.s favou?rite | leading | most (?:popular|loved|trusted) | best[- ]?sell~ | unmatched | thousands of | millions of
      | (?:el|la|los|las) mejor(?:es)? | n[uú]mero (?:uno|1) | insuperables? | m[aá]s (?:barat|vendid|popular)~
      | inmejorables? | miles de | millones de
      | meilleure?s? | num[eé]ro (?:un|1) | imbattables? | le plus (?:vendu|populaire) | des milliers | n° ?1
      | beste[nrsm]? | nr\. ?1 | nummer (?:eins|1) | unschlagbar~ | g[uü]nstigste~ | meistverkauft~ | tausende | f[uü]hrende~
      | सबसे अच्छ~ | सबसे बेहतर~ | सबसे सस्त~ | सर्वश्रेष्ठ | बेस्ट | नंबर (?:वन|1) | हज़ारों | लाखों`,
    except: String.raw`
      (?:all the )?best (?:wishes|regards) | all the best(?= from| for you|[.,!\n]|$) | (?:do|doing|did|try|trying|give|giving) (?:our|my|their|your) (?:very )?best | best friends? | at (?:its|their|your) best
      | leading up to | best part of (?:our|the|my|your) day
      | (?:like[ds]?|love[ds]?|enjoy(?:ed)?) (?:the )?best | (?:suits?|works?|fits?) (?:you )?best | at best | los mejores deseos
      | meilleure?s? (?:v[oœ]~|souhaits|salutations) | besten? (?:gr[uü][sß]~|w[uü]nsche~|dank) | am besten`,
  },
  health: {
    name: 'a health claim',
    words: String.raw`
      cures? | heals? | good for (?:your|the) (?:heart|health|skin|digestion|body|gut|immunity)
      | (?:reduces?|relieves?|beats?) (?:your )?stress | boosts? | health benefits? | antioxidants? | healing | lose weight | weight loss | slimming | immunity | immune | detox~ | clinically | doctors?
      | medical~ | anti[- ]age?ing | cura[nr]? | adelgaza~ | perder peso | inmunidad | cl[ií]nicamente | m[eé]dic~
      | gu[eé]ri~ | maigrir | perdre du poids | immunit[eé] | cliniquement | m[eé]decins?
      | heilt | heilend~ | heilung | abnehmen | immunsystem | klinisch | [aä]rzt~
      | इलाज | वज़?न घटा~ | इम्युनिटी | रोग प्रतिरोधक | डॉक्टर`,
  },
  finance: {
    name: 'a promise about money',
    words: String.raw`
      donat~ | risk[- ]free | no risk | earn | earnings | profits? | returns on | invest~ | interest[- ]free | get rich | no[- ]cost emi
      | sin riesgo | ganar? dinero | rentabilidad | invertir | inversi[oó]n | sans risque | gagner de l.argent | rendements?
      | risikofrei~ | geld verdienen | renditen? | zinsfrei~ | जोखिम मुक्त | मुनाफ़?ा | पैसे कमा~ | निवेश`,
    except: String.raw`earn(?:ed)? (?:your|back|this|that)`,
  },
  countedInWords: {
    name: 'a number in words',
    words: String.raw`
      (?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty|hundred|thousand|lakh) (?:percent|per cent|rupees?|dollars?|euros?|pounds?|customers?|people|shoppers?|others|hours?|days?|weeks?|hundred|thousand|lakhs?)`,
  },
};
