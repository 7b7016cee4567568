import { phrasesOf } from './phrases.ts';
import type { OrderStatus } from '@herald/shared';

/** Verbs for placing an order, without saying that it is one. */
export const ORDER_VERBS: readonly string[] = phrasesOf(`
    ordered | order | orders | ordering | reordered | bought | buy | buys | buying | been buying | been ordering |
    been shopping | purchased | purchase | purchases | purchasing | shopped | shop | shopping | transacted |
    picked up | checked out | check out | checks out | checking out | made purchases | did shopping |
    done shopping | do shopping | buying from us
  `);

/** Verbs that say an order was placed only with what was taken. */
export const TAKING_VERBS: readonly string[] = phrasesOf(`
    took | take | takes | taken | taking | got | get | gets | getting | pick up | picks up | picked up | picking up |
    picked | pick | grab | grabs | grabbed | grabbing | went for | go for | goes for | tried | try | opted for |
    got themselves | treated themselves to | chose | stocked up on | ordered in
  `);

/** After a thing: "tea purchased". */
export const PASSIVE_VERBS: readonly string[] = phrasesOf(`
    purchased | bought | ordered | taken | picked up | purchase done | order done | purchase made
  `);

/** After an order, saying only that it is one: "order done". */
export const DONE: readonly string[] = phrasesOf(`
    done | placed | made | given | there | is there | are there | exists | exist | happened | found | present |
    was placed | were placed | was made | were made | been placed | has been placed | have been placed |
    was done | were done | has been made | have been made | is done | received from them | taken
  `);

/** Verbs that go before "an order". */
export const PLACING_VERBS: readonly string[] = phrasesOf(`
    placed | place | placing | made | make | making | have | has | having | had | with | did | done | completed |
    given | gave | there is | there are | who have | show | completing | there was | there were | makes | places |
    did make | doing | put in | there has been | there have been
  `);

export const ORDER_NOUNS: readonly string[] = phrasesOf(`
    order | orders | purchase | purchases | transaction | transactions | buys | bill | bills | invoice | invoices |
    checkouts
  `);

export const SPENDING_VERBS: readonly string[] = phrasesOf(`
    spent | spend | spends | spending | been spending | shelled out | paid | paid us | shell out | shells out |
    shelling out | pay | pays | paying | pay us | splashed out | forked out | splurged | coughed up | purchased for |
    bought for | shopped for | purchased worth | bought worth | shopped worth | dropped
  `);

/** Fields of money that all orders make up, before or after the amount. */
export const SPEND_NOUNS: readonly string[] = phrasesOf(`
    total spend | total spent | total spending | total purchases value | total purchase value |
    total order value | total value | total revenue | overall spend | overall spending | lifetime value |
    life time value | customer lifetime value | lifetime spend | lifetime spending | lifetime spent |
    lifetime revenue | ltv | clv | cltv | spend | spending | spends | revenue | amount spent |
    total amount spent | money spent | total | total amount | cumulative spend | purchase value |
    purchases worth | totalspend | monetary | monetary value | sum of orders | sum of all orders | order total |
    sum of purchases | sum ( orders ) | sum ( spend ) | sum ( amount ) | total bill | total billing | billing |
    total business | business | amount of purchases | lifetime purchases value | lifetime total | total sales |
    lifetime order value | aggregate spend | gross spend | total bill value | total purchase amount |
    total purchase | lifetimevalue | total expenditure | total money spent | spend total
  `);

export const AVERAGE_NOUNS: readonly string[] = phrasesOf(`
    average order value | avg order value | average order values | average order | avg order | mean order value |
    average basket | average basket size | average basket value | basket size | average cart value |
    average bill | average bill value | average ticket size | average ticket | average purchase |
    average purchase value | average order size | average order amount | average transaction value |
    average spend per order | average spend | avg spend per order | aov | aovs | averageordervalue | avgordervalue |
    avg basket | avg basket size | avg bill | avg ticket | avg order size | avg ( order ) | avg ( order value ) |
    average order values | mean order | typical order value | order average | orders average | average bill amount |
    avg bill value | avg purchase value | average invoice | avg spend | avg cart value | average value per order |
    average value of orders | average order total | avg order amount | ticket size | basket value
  `);

export const LARGEST_NOUNS: readonly string[] = phrasesOf(`
    largest order | biggest order | highest order | maximum order | max order | largest single order |
    biggest single order | largest purchase | biggest purchase | highest order value | maximum order value |
    largest order value | biggest order value | most expensive order | costliest order | top order |
    highest value order | max ( order ) | max ( order value ) | max order value | largestorder | biggest bill |
    largest bill | highest bill | biggest single purchase | largest single purchase | highest single order |
    biggest basket | largest basket | max single order | largest transaction | biggest transaction |
    biggest ever order | maximum single order | maximum bill | single largest order | most expensive purchase
  `);

export const SMALLEST_NOUNS: readonly string[] = phrasesOf(`
    smallest order | lowest order | minimum order | min order | smallest single order | smallest purchase |
    lowest order value | minimum order value | smallest order value | cheapest order | least expensive order |
    min ( order ) | min ( order value ) | min order value | smallestorder | smallest bill | lowest bill |
    minimum single order | smallest transaction | cheapest purchase
  `);

export const COUNT_NOUNS: readonly string[] = phrasesOf(`
    order count | orders count | number of orders | total orders | total number of orders | no of orders |
    count of orders | purchase count | number of purchases | total purchases | order frequency |
    purchase frequency | orders placed | ordercount | frequency | count ( orders ) | count ( order ) |
    order number | orders number | number of purchases made | number of orders placed | total no of orders |
    number of times ordered | number of transactions | transaction count | no of purchases | total transactions |
    numberoforders | number of order | total order count | lifetime orders | lifetime order count | order counts |
    purchases count | num orders | nr of orders | how many orders
  `);

export const VISIT_VERBS: readonly string[] = phrasesOf(`
    visited | visit | visiting | been visiting | came by | come by | dropped by | dropped in | came in |
    visited us | visited our store | visited the store | visited our shop | visited the shop | visited our site |
    visited our website | come in | comes in | come to the store | came to the store | came to the shop | walked in |
    walked into the store | stopped by | popped in | been in | come into the shop | come to the shop | visits us |
    come to our store | came to our store | come into the store | visited in person | visits | visit us | visit the store | visit our store | visit the shop | paid us a visit |
    paid a visit
  `);

/** What an order can be. */
export const STATUSES: ReadonlyMap<string, OrderStatus> = new Map<string, OrderStatus>([
  ['cancelled', 'CANCELLED'],
  ['canceled', 'CANCELLED'],
  ['refunded', 'REFUNDED'],
  ['pending', 'PENDING'],
  ['unpaid', 'PENDING'],
  ['paid', 'PAID'],
  ['shipped', 'SHIPPED'],
  ['dispatched', 'SHIPPED'],
  ['delivered', 'DELIVERED'],
  ['completed', 'COMPLETED'],
]);

/** After an order, and saying nothing more. */
export const ORDER_FILLERS: readonly string[] = phrasesOf(`
    in total | total | totally | overall | altogether | all together | in all | to date | till date | so far |
    till now | until now | ever | lifetime | in their lifetime | over their lifetime | of all time | all time |
    with us | from us | with our store | from our store | from the store | at our store | in our store |
    from our shop | at our shop | from the shop | something | anything | any thing | anything at all | stuff |
    things | a thing | products | product | items | item | goods | already | yet | at all | of any kind |
    from you | money | a purchase | an order | any order | any orders | even once | on orders | over orders |
    over all orders | across all orders | across orders | on purchases | combined | in purchases | before |
    in the past | previously | earlier | once before | at some point | in orders | worth | sometime | some time |
    at any time | any time | anytime | any point | at any point | in their life | in lifetime | of all times |
    since they joined | since joining | since the beginning | with you | from here | in our shop | of purchases | over all time | to their name | to his name | to their names | in all time |
    across all time | from all time | in store | online | on our site | from our site | on our website |
    in it | from the shop | life to date | lifetime to date | cumulatively | in aggregate
  `);
