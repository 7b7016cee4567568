import { phrasesOf } from './phrases.ts';

/** Words that everybody understands about so, and what is read into them. */
export const INACTIVE_DAYS = 90;
export const NEW_DAYS = 30;

export const INACTIVE: readonly string[] = phrasesOf(`
    inactive | dormant | idle | gone quiet | gone silent | went quiet | sleeping | gone cold | lapsed | churned |
    gone dormant | gone inactive | went inactive | been inactive | been dormant | become inactive | been idle |
    lapsing | lost | disengaged | win back | stopped ordering | stopped buying | stopped shopping | no activity |
    without activity | without any activity | shown no activity | had no activity | with no activity |
    have no activity | has no activity
  `);
export const ACTIVE: readonly string[] = ['active', 'been active', 'recently active'];
export const NEW: readonly string[] = phrasesOf(`
    new | newly joined | recently joined | newly registered | new signups | new sign ups | recent signups |
    recent sign ups | recently signed up | recently registered | newly signed up | brand new | newly added |
    recently added | newest | newcomers | joined recently | signed up recently | registered recently |
    newly acquired | recently created | recently acquired
  `);
export const RECENT_BUYERS: readonly string[] = phrasesOf(`
    recent buyers | recent buyer | recently ordered | recently bought | ordered recently | bought recently |
    recent purchasers | recently purchased | purchased recently | recent shoppers | shopped recently |
    recent orders | recently shopped | bought something recently | bought anything recently |
    ordered anything recently | ordered something recently | placed an order recently | made a recent purchase |
    made a purchase recently
  `);

/** What people call those who ordered so many times. */
export const BUYERS: ReadonlyMap<string, { operator: string; value: number }> = new Map([
  ...called(
    { operator: '>=', value: 2 },
    phrasesOf(`
      repeat customers | repeat customer | repeat buyers | repeat buyer | repeat purchasers | repeat shoppers |
      repeat | returning customers | returning buyers | returning | returning shoppers | multiple time buyers |
      repeat clients | came back to buy again | ordered again | bought again | multi time buyers | reordered |
      purchased again
    `),
  ),
  ...called(
    { operator: '=', value: 1 },
    phrasesOf(`
      one time buyers | one time buyer | one time customers | one time customer | one time purchasers |
      one time shoppers | one time | single order | single order customers | single purchase customers |
      single purchase | one off buyers | one off customers | one off | one order customers | onetime buyers |
      onetime customers | one and done | one timers | once only buyers | first time buyers |
      first time customers | first time buyer | first time shoppers | first time purchasers | first time |
      first timers | single time buyers | one order
    `),
  ),
  ...called(
    { operator: '=', value: 0 },
    phrasesOf(`
      non buyers | non buyer | nonbuyers | non purchasers | non customers | never buyers | prospects | leads |
      yet to order | yet to buy | yet to purchase | yet to place an order | yet to make a purchase |
      yet to place their first order | yet to make their first purchase | prospect | zero order customers |
      zero orders customers | non shoppers | window shoppers
    `),
  ),
  ...called(
    { operator: '>=', value: 1 },
    phrasesOf(`
      buyers | buyer | purchasers | purchaser | existing buyers | paying | paying customers | past buyers |
      previous buyers
    `),
  ),
]);

function called(
  meaning: { operator: string; value: number },
  words: string[],
): [string, { operator: string; value: number }][] {
  return words.map((word) => [word, meaning]);
}

/** Words that everybody understands otherwise, with what to say instead. */
export const TOO_VAGUE: ReadonlyMap<string, string> = new Map([
  ...advised(
    'say an amount: "spent more than 10,000"',
    phrasesOf(`
      high value | high spending | big spenders | big spender | high spenders | top spenders | heavy spenders |
      low value | low spenders | valuable | most valuable | premium | best | top | whales | rich | wealthy |
      high ltv | low spending | good | great | vip | vips | important | key | elite | spent a lot | spend a lot |
      spent little | spent very little | big ticket | spent heavily | big order | big orders | large order |
      large orders | small order | small orders | big basket | big baskets | high rollers | big buyers | big buyer
    `),
  ),
  ...advised(
    'say how often: "ordered at least 5 times"',
    phrasesOf(`
      loyal | frequent | regular | regulars | loyalists | frequently | often | occasional | occasionally |
      rarely | seldom | heavy | light | order often | buy often | shop often | regularly | engaged | superfans |
      fans | many orders | few orders | several orders | lots of orders | a lot of orders | several times |
      many times | a few times | several | many | few | a few
    `),
  ),
  ...advised(
    'say since when: "no order in the last 60 days"',
    phrasesOf(`
      at risk | slipping away | about to churn | likely to churn | slipping | a while | in a while | for a while |
      a long time | in a long time | for a long time | long time | in ages | for ages | lately | recently |
      of late | in recent times | old | older | long standing
    `),
  ),
  ...advised(
    'say the exact number or "between … and …"',
    phrasesOf(`
      around | about | roughly | approximately | nearly | almost | close to | approx
    `),
  ),
  ...advised(
    'say the dates: "between 1 November and 12 November 2026"',
    phrasesOf(`
      diwali | christmas | holi | eid | summer | winter | monsoon | festive season | holiday season |
      the festive season | weekend | weekends | festival season | navratri | new year | black friday | spring |
      autumn
    `),
  ),
  ...advised(
    'Herald does not know who opens or clicks; say "received the campaign …"',
    phrasesOf(`
      opened | clicked | open | click | read | engaged with | responded | replied | converted | viewed | browsed
    `),
  ),
  ...advised(
    'Herald keeps no carts',
    phrasesOf(`
      abandoned cart | abandoned their cart | cart | carts | abandoned | wishlist | abandoned carts
    `),
  ),
  ...advised(
    'Herald only knows it when it is an attribute of customers',
    phrasesOf(`
      age | aged | gender | women | men | male | female | income | married | young | young people | years old |
      ladies | students | parents | teenagers | discount | coupon | coupons | reviews | review | ratings
    `),
  ),
  ...advised(
    'predictions are not rules; say what they did',
    phrasesOf(`
      likely to | likely | will buy | going to | might | probably | interested in | interested | prefer | like |
      likes | love | loves | want | potential | wants
    `),
  ),
  ...advised(
    'a rule cannot pick a number of people, or the best of them',
    phrasesOf(`
      top 10 | top 100 | top 10 % | random | randomly | half of | % | percent | per cent | limit | most
    `),
  ),
]);

function advised(advice: string, words: string[]): [string, string][] {
  return words.map((word) => [word, advice]);
}
