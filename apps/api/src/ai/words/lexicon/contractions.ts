const NEGATED = ['have', 'has', 'had', 'did', 'does', 'do', 'is', 'are', 'was', 'were'];

/** Short forms, and what they stand for. */
export const CONTRACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ...NEGATED.flatMap((verb): [string, string[]][] => [
    [`${verb}n't`, [verb, 'not']],
    [`${verb}nt`, [verb, 'not']],
  ]),
  ["who've", ['who', 'have']],
  ["who're", ['who', 'are']],
  ["who's", ['who']],
  ["they've", ['they', 'have']],
  ["they're", ['they', 'are']],
  ['whove', ['who', 'have']],
  ["i'd", ['i', 'would']],
  ["we'd", ['we', 'would']],
  ["let's", ['let', 'us']],
  ["i'm", ['i', 'am']],
  ["we're", ['we', 'are']],
  ['nobody', ['no', 'customers']],
  ["can't", ['can', 'not']],
  ['cannot', ['can', 'not']],
  ["won't", ['will', 'not']],
  ["couldn't", ['could', 'not']],
]);
