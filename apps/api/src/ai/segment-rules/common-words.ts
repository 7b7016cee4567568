/** Words that everybody speaks with: nobody's name, and values of some field at most by chance (`or` is a language too). */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'a all also an and any anyone are as at been but buy buyer buyers by client clients contact contacts customer ' +
    'customers day days did do does ever every everyone find for from get guest had has have in is it last least less ' +
    'list member members month months more most my never new next no none not of old on only or order ordered orders ' +
    'our over people person shopper shoppers show some spend spent test than that the their them they this those to ' +
    'under unknown us user users was we week weeks were who whose with without year years you your'
  ).split(' '),
);
