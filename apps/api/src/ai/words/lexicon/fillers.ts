import { phrasesOf } from './phrases.ts';

/** Words for customers: each can be passed, and says nothing. */
export const PEOPLE: readonly string[] = phrasesOf(`
    customer | customers | people | persons | person | users | user | folks | shoppers | shopper | clients |
    client | contacts | contact | members | member | everyone | everybody | anyone | anybody | someone | those |
    ones | audience | consumers | patrons | individuals | recipients | subscribers of ours | base | accounts |
    profiles | guys | men and women | crowd | residents | locals | inhabitants | customers of ours | somebody |
    humans | list | walas | wala | wale | waale | peoples | public | janta | folk | consumer | patron |
    individual | peeps | friends of ours | kind of people | type of customers | set of customers
  `);

/** What is passed wherever it stands; nothing in this list can make an audience smaller or larger. */
export const FILLERS: readonly string[] = phrasesOf(`
    could you | can you | would you | i would like to reach | i would like to target | i would like to see |
    i would like to message | we would like to reach | we would like to target | like to reach | let us target |
    let us reach | let us find | let us message | let us send | i am looking for | we are looking for |
    i want to see | i want to find | i want to message | we want to message | help me find | send an email to |
    send a mail to | send sms to | send emails to | build me a segment of | create a segment with | only the |
    only those | only customers | only people | just the | just those | everyone in the base |
    a list of | list of | segment of | a segment of | audience of | an audience of | group of | a group of |
    all of | all | all the | all our | every | each | any | the | our | my | us | me | a | an | please | kindly |
    show me | show | find me | find | find out | get me | give me | select | list | target | targeting | reach |
    reach out to | send to | send this to | send it to | send a message to | send an sms to | message | email |
    sms | i want | i want to target | i want to reach | i need | i would like | we want | we want to target |
    we want to reach | we need | want to | let us | looking for | look for | create a segment of |
    create an audience of | make a segment of | build a segment of | build an audience of | who is | who are |
    are there | there are | both | also | then | currently | presently | existing | for | to | with us | of ours |
    dear | valued | beloved | lovely | wonderful | entire | whole | complete | every single | each and every |
    absolutely | absolutely all | simply | actual | overall base of | of mine | of ours here |
    too | as well | in our database | in our base | in the database | which customers | which
  `);

/** Words that are never a value, whatever customers have. */
export const SKIPPED: ReadonlySet<string> = new Set(
  phrasesOf(`
    and | or | not | in | the | a | an | of | to | from | with | who | is | are | all | any | no | customers |
    customer | people | orders | order | has | have | on | at | by | for | but | , | everyone | everybody | last |
    first | days | times | more | less | than | least | most | over | under
  `),
);
