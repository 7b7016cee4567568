/**
 * Every word that a model may put between the facts. A list of what is allowed, since none of what is not can be
 * complete: there is no number, quantity ("most", "nearly"), comparison ("better"), cause ("because"), negation,
 * advice, praise or name in it, nor anything that Herald does not measure ("opened", "sales").
 *
 * Words that say how messages ended belong to facts: see `OUTCOME_WORDS` of read-sentences.ts.
 */
export const SUMMARY_WORDS: ReadonlySet<string> = new Set(
  `a account accounted accounts after against also among an and are arrived as at audience been being between but
   by came campaign cancellation cancellations cancelled cities city compare compared comparison consisted
   comprised contact contacted count counted counts customers day deliver delivered deliveries delivery during
   end ended excluded exclusion exclusions failed failure failures finished for from further giving group groups had
   has have held holdout in include included includes including into is it its last later launch launched left
   made message messages of on open other out outcome outcomes overall part people person place places rate
   reach reached reaching reason reasons received recipient recipients reported representing same saw segment sending sent share shows
   started stopped summary that the their them these they this those through time to together took total until vendor
   was went were when where which while who whom with within`.split(/\s+/),
);
