import { phrasesOf } from './phrases.ts';

/** What joins two statements. */
export const JOINERS: ReadonlyMap<string, 'and' | 'or' | 'but' | 'nor'> = new Map<string, 'and' | 'or' | 'but' | 'nor'>(
  [
    ['and', 'and'],
    ['&', 'and'],
    ['& &', 'and'],
    ['and also', 'and'],
    ['as well as', 'and'],
    ['plus', 'and'],
    ['and then', 'and'],
    ['while', 'and'],
    ['and yet', 'but'],
    ['and still', 'and'],
    ['along with', 'and'],
    ['together with', 'and'],
    ['or', 'or'],
    ['| |', 'or'],
    ['or else', 'or'],
    ['or alternatively', 'or'],
    ['but', 'but'],
    ['yet', 'but'],
    ['but also', 'but'],
    ['however', 'but'],
    ['although', 'but'],
    ['though', 'but'],
    ['but only', 'but'],
    ['but still', 'but'],
    ['nor', 'nor'],
    ['and neither', 'nor'],
  ],
);

/** Begins what is said about them in a clause of its own. */
export const LEADS: ReadonlySet<string> = new Set(
  phrasesOf(`
    who | that | which | they | whose | whom | where | whoever | he | she
  `),
);

/** Passed before what is said. */
export const AUXILIARIES: ReadonlySet<string> = new Set(
  phrasesOf(`
    have | has | had | having | do | does | did | are | is | were | was | been | be | being | am | also | still | ever |
    already | actually | currently | with | whose | their | either | both | to | even | we | got | by | our | the | a |
    an | any | must | should | shall
  `),
);

export const NEGATIONS: ReadonlySet<string> = new Set(['not', 'never', 'without', 'non', 'neither', 'nor', 'no']);

/** Takes away from all that was said before. */
export const EXCLUSIONS: readonly string[] = phrasesOf(`
    except | except for | except the | except those | excluding | exclude | excludes | apart from | aside from |
    other than | leaving out | leave out | minus | barring | not including | but exclude | and exclude |
    but excluding | but except | skip | skipping | omit | omitting | remove | removing | ignore | ignoring |
    leave aside | bar | and excluding | but skip | and skip | but leave out | but not including |
    but without the | and leave out | and not including | everyone but | everybody but | anyone but |
    anybody but | all but | all customers but | all customers except
  `);

/** What comes next says what the word before means. */
export const DEFINITIONS: readonly string[] = phrasesOf(`
    ie | meaning | that is | that means | namely | which means | by which i mean | defined as | : | i mean |
    as in | in other words | that is to say | = | means | who means | by which we mean | by that i mean |
    by that we mean | we mean | by this i mean | by this we mean | which is to say | here meaning | in short |
    to be precise | to be exact | specifically | understood as | here defined as | so basically | basically
  `);
