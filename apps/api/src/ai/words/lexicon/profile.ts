import { phrasesOf } from './phrases.ts';

/** Fields of the profile that are text, by what people call them. */
export const TEXT_FIELDS: ReadonlyMap<string, string> = new Map([
  ...called('city', ['city', 'town', 'home city', 'cities']),
  ...called('state', ['state', 'province', 'region', 'states']),
  ...called('country', ['country', 'nation', 'countries']),
  ...called(
    'postalCode',
    phrasesOf(`
      postal code | postcode | post code | pincode | pin code | pin | zip | zip code | zipcode | postal codes |
      pincodes | pin codes | zip codes
    `),
  ),
  ...called('emailDomain', ['email domain', 'emaildomain', 'mail domain', 'domain', 'e mail domain', 'email provider']),
  ...called(
    'email',
    phrasesOf(`
      email | emails | email address | e mail | e mail address | mail address | mail id | email id |
      email addresses | mail | e mails
    `),
  ),
  ...called(
    'phone',
    phrasesOf(`
      phone | phone number | phones | mobile | mobile number | telephone | telephone number | number |
      contact number | phone numbers | mobile numbers | cell number | mobile no | phone no
    `),
  ),
  ...called('name', ['name', 'names', 'first name', 'full name']),
]);

function called(field: string, names: string[]): [string, string][] {
  return names.map((name) => [name, field]);
}

export const PLACES: ReadonlySet<string> = new Set(['city', 'state', 'country', 'postalCode']);

/** Mail providers whose name alone says the domain. */
export const MAIL_PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['gmail', 'gmail.com'],
  ['hotmail', 'hotmail.com'],
  ['outlook', 'outlook.com'],
  ['rediffmail', 'rediffmail.com'],
  ['icloud', 'icloud.com'],
  ['yahoo', 'yahoo.com'],
]);

/** Before a place. */
export const IN_PLACE: readonly string[] = phrasesOf(`
    in | from | of | at | living in | live in | lives in | living at | lived in | based in | based out of |
    located in | residing in | reside in | resides in | resident in | residents of | resident of | staying in |
    stay in | stays in | belong to | belonging to | within | hailing from | hail from | come from | coming from |
    around | anywhere in | across | inside | out of | settled in | who live in | situated in | in the city of |
    from the city of | in the state of | from the state of | living in the state of | in either | from either |
    staying at | stay at | stays at | lives at | live at | residing at | located anywhere in | living anywhere in |
    live anywhere in | lives anywhere in | based anywhere in | residing anywhere in | native of | natives of | hail from |
    hails from | comes from | currently in | now in | who reside in | are in | is in | belongs to |
    in the city | in the state | in the country | from the city
  `);

export const OUTSIDE_PLACE: readonly string[] = phrasesOf(`
    outside | outside of | living outside | living outside of | based outside | based outside of | live outside |
    live outside of | lives outside | lives outside of | from outside | from outside of | located outside |
    located outside of | residing outside | elsewhere than in | away from | anywhere but | anywhere except |
    anywhere other than | not in neither
  `);

/** What may be said of messages. */
export const UNSUBSCRIBED: readonly string[] = phrasesOf(`
    unsubscribed | unsubscribe | unsubscribers | unsubscribes | opted out | opt out | opt outs |
    opted out of messages | unsubscribed from messages | unsubscribed from us | unsubscribed from emails |
    opted out of emails | opted out of marketing | unsubscribed from marketing | opted out of communication |
    opted out of our messages | opted out from messages | asked to stop | unsubscribed from our messages |
    opting out | opted out of communications | opted out of our emails | opted out of our mailings |
    unsubscribed from our emails | unsubscribed from our list | unsubscribed from our mailing list |
    opted out of our marketing | opted out of emails from us | opted out of the newsletter |
    email marketing status is unsubscribed | marketing status is unsubscribed | status is unsubscribed |
    subscription status is unsubscribed | do not want our messages | said stop | asked us to stop |
    asked to be left alone | asked us not to message them | opted themselves out
  `);
export const SUBSCRIBED: readonly string[] = phrasesOf(`
    subscribed | still subscribed | opted in | opt in | subscribers | still opted in | subscriber | subscribe |
    reachable subscribers | subscribed to messages | subscribed to our messages | active subscribers |
    still get messages | subscribed to us | opted in to messages | opted in for messages | opted into messages |
    subscribed to marketing | still subscribe | email marketing status is subscribed | on our mailing list |
    marketing status is subscribed | status is subscribed | subscription status is subscribed | still get our messages |
    subscribed to our emails | subscribed to emails | still on our mailing list | can be messaged | can receive messages |
    still receive our messages | opted in to marketing | opted in to our messages
  `);
