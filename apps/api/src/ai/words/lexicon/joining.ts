import { phrasesOf } from './phrases.ts';

/** Verbs for becoming a customer. */
export const JOINING: readonly string[] = phrasesOf(`
    joined | join | signed up | sign up | signed | registered | register | created | added | enrolled |
    onboarded | subscribed on | acquired | joined us | signed up with us | created an account |
    opened an account | created their account | became customers | became a customer | become customers |
    were added | was created | were created | came on board | created their profile | registered with us |
    was added | got added | got created | made an account | became our customers | became our customer |
    make account | made account | make an account | open an account | opened account | open account |
    create an account | create account | created account | registering | signing up | joining |
    signed on | registered themselves | registered an account | registered their account | came to us |
    started with us | first joined | make their account | made their account | make profile | made a profile |
    onboarded with us | enrolled with us | joined our store | joined our shop | registered on our site
  `);

/** What the day of it is called. */
export const JOINING_NOUNS: readonly string[] = phrasesOf(`
    signup date | sign up date | join date | joining date | registration date | created date | creation date |
    date created | date of joining | date joined | created at | signup | account creation | account created |
    account was created | accounts created | accounts were created | profile was created | registration |
    signups | sign ups | sign up | createdat | signupdate | account date | account creation date | customer since |
    joined date | registered date | registration day | created on | created | account opening date | date of signup |
    date of registration | account age | profile creation date | date registered | signed up at | joined at |
    registered at | joining day | signup day | date of creation | joined on
  `);
