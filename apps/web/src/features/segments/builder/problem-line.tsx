import type { Problem } from '../draft/check-draft.ts';
import classes from './builder.module.css';

/** What is the matter with a rule, below it: quietly while something is only missing. */
export function ProblemLine({ problem, id }: { problem: Problem | undefined; id?: string }) {
  if (!problem) return null;
  return (
    <p id={id} className={classes.problem} data-kind={problem.kind}>
      {problem.message}
    </p>
  );
}
