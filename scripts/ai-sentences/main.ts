import { parseArgs } from 'node:util';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { runMain } from '../herald/run-main.ts';
import { type GeminiRun, geminiRun } from './gemini-reader.ts';
import { type Judgement, keepsPromises, measure, type Reader, totalsOf } from './measure.ts';
import { readOffline } from './offline-reader.ts';
import { asMarkdown, asTable, describeRefused, describeWrong, verdictOn } from './report.ts';
import type { Topic } from './sentence.ts';
import { SENTENCE_SETS, type SentenceSet } from './sentence-sets.ts';

/** Nothing was measured, because there is no key. */
const NO_KEY = 2;
/** Gemini was not measured when Herald itself answered more than this share of the sentences. */
const MOST_FALLBACKS = 0.05;

interface Options {
  gemini: boolean;
  file?: string | undefined;
  verbose: boolean;
  markdown: boolean;
}

/**
 * `pnpm ai:sentences [--gemini] [--file PATH] [--verbose] [--markdown]`: how well sentences are read.
 * Exits 1 when a promise is broken, 2 when there is no key for Gemini.
 */
await runMain(async () => {
  const options = readOptions();
  const sets = options.file === undefined ? SENTENCE_SETS : [await setIn(options.file)];
  return options.gemini ? measureGemini(sets, options) : measureSets(sets, readOffline, options);
});

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      gemini: { type: 'boolean', default: false },
      file: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
    },
  });
  return values;
}

/** @returns whether the promises are kept for each set. */
async function measureSets(sets: readonly SentenceSet[], read: Reader, options: Options): Promise<boolean> {
  let areKept = true;
  for (const { title, topics } of sets) {
    const judgements = await measure(topics, read);
    console.log(`\n${options.markdown ? `#### ${title}` : title}\n`);
    print(judgements, options);
    areKept &&= keepsPromises(totalsOf(judgements));
  }
  return areKept;
}

async function measureGemini(sets: readonly SentenceSet[], options: Options): Promise<boolean> {
  const run = geminiRun(process.env);
  if (run === undefined) {
    console.error('--gemini needs a key: set GEMINI_API_KEY in the environment. Nothing was measured.');
    process.exitCode = NO_KEY;
    return true;
  }
  const areKept = await measureSets(sets, run.read, options);
  const sentences = sets.flatMap(({ topics }) => topics.flatMap((topic) => topic.sentences));
  return printRun(run, sentences.length) && areKept;
}

/** @returns whether what was measured is Gemini. */
function printRun({ model, fallbacks, usage }: GeminiRun, sentences: number): boolean {
  console.log(`\n${model}: ${usage.calls} calls, about ${usage.costUsd.toFixed(2)} USD`);
  if (fallbacks.length > 0) printList('Herald answered by itself', fallbacks);
  const isMeasured = fallbacks.length <= MOST_FALLBACKS * sentences;
  if (!isMeasured) console.log('\nThat is too often for the figures to be those of the model.');
  return isMeasured;
}

function print(judgements: readonly Judgement[], { markdown, verbose }: Options): void {
  if (markdown) return console.log(asMarkdown(judgements));
  console.log(asTable(judgements));
  printList('Wrong but confident', describeWrong(judgements));
  if (verbose) printList('Refused, although there is an answer', describeRefused(judgements));
  console.log(`\n${verdictOn(judgements)}`);
}

function printList(title: string, entries: readonly string[]): void {
  if (entries.length === 0) return;
  console.log(`\n${title} (${entries.length}):\n${entries.map((entry) => `  ${entry}`).join('\n')}`);
}

/** A module like `sentences/all-topics.ts`, which may be anywhere. */
async function setIn(file: string): Promise<SentenceSet> {
  const { TOPICS: topics } = (await import(pathToFileURL(path.resolve(file)).href)) as { TOPICS?: readonly Topic[] };
  if (topics === undefined) throw new Error(`${file} exports no TOPICS, which should be a list of topics.`);
  return { title: file, topics };
}
