import '@mantine/dropzone/styles.layer.css';

import { Stepper } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';

import { segmentFieldsQuery } from '../../../api/segments.ts';
import { asError } from '../../../lib/api-client.ts';
import { useFormats } from '../../../lib/formats.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { checkAll, type Checked, type CheckProgress, type Reading } from '../reading/check.ts';
import type { Source } from '../reading/file-text.ts';
import { type CsvChoices, inspect, type Inspected } from '../reading/inspect.ts';
import { type AttributeType, guessPlan, type Plan, planColumn } from '../reading/plan.ts';
import type { Entry } from '../reading/row.ts';
import { ATTRIBUTE, type DataKind, SKIP } from '../reading/targets.ts';
import type { Edits } from './bad-rows.tsx';
import { CheckedStep, Checking } from './check-step.tsx';
import { ColumnsStep } from './columns-step.tsx';
import classes from './import.module.css';
import { LeaveGuard } from './leave-guard.tsx';
import { SendStep } from './send-step.tsx';
import { SourceStep } from './source-step.tsx';

const DEFAULTS = { kind: 'customers' };

type Step =
  | { name: 'source'; problem?: string; isReading?: boolean }
  | { name: 'columns'; inspected: Inspected; plan: Plan }
  | { name: 'checking'; reading: Reading; progress?: CheckProgress }
  | { name: 'checked'; reading: Reading; checked: Checked; edits: Edits }
  | { name: 'sending'; reading: Reading; checked: Checked; edits: Edits; isEnded: boolean };

const PLACES: Readonly<Record<Step['name'], number>> = { source: 0, columns: 1, checking: 2, checked: 2, sending: 3 };

/** A file of customers or orders: from choosing it to what became of each row. */
export function ImportData() {
  const [{ kind: kindInUrl }, setUrl] = useUrlState(DEFAULTS);
  const kind: DataKind = kindInUrl === 'orders' ? 'orders' : 'customers';
  const [step, setStep] = useState<Step>({ name: 'source' });
  const guess = useGuess(kind);
  const checking = useRef<AbortController>(undefined);
  const top = useStepFocus(step.name);
  useEffect(() => () => checking.current?.abort(), []);

  const read = async (source: Source, choices?: Partial<CsvChoices>) => {
    if (choices === undefined) setStep({ name: 'source', isReading: true });
    try {
      const inspected = await inspect(source, kind, choices);
      setStep({ name: 'columns', inspected, plan: guess(inspected) });
    } catch (error) {
      setStep({ name: 'source', problem: asError(error).message });
    }
  };
  const check = async (reading: Reading) => {
    const controller = new AbortController();
    checking.current = controller;
    setStep({ name: 'checking', reading });
    const { signal } = controller;
    const onProgress = (progress: CheckProgress) => setStep({ name: 'checking', reading, progress });
    try {
      const checked = await checkAll(reading, { signal, onProgress });
      setStep({ name: 'checked', reading, checked, edits: new Map() });
    } catch (error) {
      if (!signal.aborted) setStep({ name: 'source', problem: asError(error).message });
    }
  };
  const backToColumns = ({ plan, ...inspected }: Reading) => {
    checking.current?.abort();
    setStep({ name: 'columns', inspected, plan });
  };
  const onEnded = useCallback(
    () => setStep((now) => (now.name === 'sending' && !now.isEnded ? { ...now, isEnded: true } : now)),
    [],
  );
  return (
    <section aria-label="Add a file" ref={top} tabIndex={-1} className={classes.steps}>
      <Stepper
        active={step.name === 'sending' && step.isEnded ? PLACES.sending + 1 : PLACES[step.name]}
        size="sm"
        mb="xl"
        allowNextStepsSelect={false}
        wrap={false}
        classNames={{ step: classes.step, stepBody: classes.stepBody }}
      >
        {['File', 'Columns', 'Check', 'Send'].map((label) => (
          <Stepper.Step key={label} label={label} component="div" />
        ))}
      </Stepper>
      {step.name === 'source' && (
        <SourceStep
          kind={kind}
          onKind={(to) => setUrl({ kind: to }, { isStep: false })}
          onSource={(source) => void read(source)}
          isReading={step.isReading ?? false}
          problem={step.problem}
        />
      )}
      {step.name === 'columns' && (
        <ColumnsStep
          inspected={step.inspected}
          plan={step.plan}
          onPlan={(plan) => setStep({ ...step, plan })}
          onFormat={(choices) => void read(step.inspected.source, choices)}
          onBack={() => setStep({ name: 'source' })}
          onCheck={() => void check({ ...step.inspected, plan: step.plan })}
        />
      )}
      {step.name === 'checking' && <Checking progress={step.progress} onCancel={() => backToColumns(step.reading)} />}
      {step.name === 'checked' && (
        <CheckedStep
          reading={step.reading}
          checked={step.checked}
          edits={step.edits}
          onEdits={(edits) => setStep({ ...step, edits })}
          onLateColumns={() => backToColumns(withLateColumns(step.reading, step.checked))}
          onBack={() => backToColumns(step.reading)}
          onSend={() => setStep({ ...step, name: 'sending', isEnded: false })}
        />
      )}
      {step.name === 'sending' && (
        <>
          {!step.isEnded && <LeaveGuard />}
          <SendStep
            reading={step.reading}
            checked={step.checked}
            amendments={{ isBad: step.checked.isBad, mended: mendedOf(step.edits) }}
            onEnded={onEnded}
            onAgain={() => setStep({ name: 'source' })}
          />
        </>
      )}
    </section>
  );
}

/** What the columns are, by what is known of the workspace. */
function useGuess(kind: DataKind): (inspected: Inspected) => Plan {
  const { timeZone } = useFormats();
  const { data } = useQuery({ ...segmentFieldsQuery(), enabled: kind === 'customers' });
  const attributeTypes = new Map(
    (data?.fields ?? []).flatMap(({ name, type }): [string, AttributeType][] =>
      name.startsWith('attributes.') ? [[name.slice('attributes.'.length), TYPES[type] ?? 'text']] : [],
    ),
  );
  return (inspected) => guessPlan(inspected, kind, { timeZone, attributeTypes });
}

const TYPES: Readonly<Record<string, AttributeType>> = {
  number: 'number',
  boolean: 'yes or no',
  date: 'date',
  text: 'text',
};

/** Whoever uses the keyboard, or listens, goes on at the top of what has changed. */
function useStepFocus(name: Step['name']) {
  const top = useRef<HTMLElement>(null);
  const shown = useRef(name);
  useEffect(() => {
    if (shown.current === name) return;
    shown.current = name;
    top.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: 'nearest' });
  }, [name]);
  return top;
}

function mendedOf(edits: Edits): ReadonlyMap<number, Entry> {
  return new Map(
    [...edits].flatMap(([ordinal, { entry, problems }]): [number, Entry][] =>
      problems.length === 0 ? [[ordinal, entry]] : [],
    ),
  );
}

function withLateColumns(reading: Reading, { lateColumns }: Checked): Reading {
  const { kind } = reading.plan;
  const late = lateColumns.map((name) => ({ name, samples: [] }));
  const plans = late.map((column) => planColumn(column, kind === 'customers' ? ATTRIBUTE : SKIP, kind));
  return {
    ...reading,
    columns: [...reading.columns, ...late],
    plan: { ...reading.plan, columns: [...reading.plan.columns, ...plans] },
  };
}
