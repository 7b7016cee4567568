import { phrasesOf } from './phrases.ts';

/** After a field: that it has a value. */
export const SET: readonly string[] = phrasesOf(`
    is not null | not null | is set | exists | is known | is not empty | is not blank | is present | is available |
    != null | ! = null | <> null | is filled | is filled in | is there | not empty | is not missing | is given |
    on file | is on file | known | are set | is recorded | is non null | non null | are known | notnull
  `);

/** After a field: that it has none. */
export const NOT_SET: readonly string[] = phrasesOf(`
    is null | = null | == null | : null | null | is empty | is blank | is not set | is missing | is unknown |
    is not known | is not available | is not present | missing | does not exist | not available | not set | blank |
    empty | is not there | is not given | are not set | is not on file | not on file | is not filled |
    is not recorded | isnull | are missing | is none | = none | is nil
  `);
