import { newId } from '@herald/shared';
import type { IngestionOutput } from '@herald/shared';
import { useEffect, useRef, useState } from 'react';

import { getIngestion, ingestOrders, ingestUsers } from '../../../api/ingestions.ts';
import { asError } from '../../../lib/api-client.ts';
import type { Reading } from '../reading/check.ts';
import { type Amendments, chunksOf } from '../sending/chunks.ts';
import { Follower, type Outcome } from '../sending/follow.ts';
import { Pace } from '../sending/pace.ts';
import { type SentBatch, Sending, type SendingState } from '../sending/sending.ts';

const POLL_MS = 1_500;

export interface SendingControls {
  state: SendingState | undefined;
  pace: Pace;
  /** The file itself could not be read to its end. */
  failure: Error | undefined;
  pause: () => void;
  resume: () => void;
  cancel: () => void;
}

/** Sends what a checked file brings, from when it is first rendered until it is left. */
export function useSending(reading: Reading, amendments: Amendments): SendingControls {
  const [state, setState] = useState<SendingState>();
  const [failure, setFailure] = useState<Error>();
  const [pace] = useState(() => new Pace());
  const sending = useRef<Sending>(undefined);
  const given = useRef({ reading, amendments });
  useEffect(() => {
    const { reading: of, amendments: amended } = given.current;
    const started = new Sending({
      post: postOf(of),
      wait,
      newKey: newId,
      onChange: (next) => {
        pace.note(next.sentRows, performance.now());
        setState(next);
      },
    });
    sending.current = started;
    started.run(chunksOf(of, amended, started.signal)).catch((error: unknown) => {
      if (!started.signal.aborted) setFailure(asError(error));
    });
    return () => started.leave();
  }, [pace]);
  return {
    state,
    pace,
    failure,
    pause: () => sending.current?.pause(),
    resume: () => sending.current?.resume(),
    cancel: () => sending.current?.cancel(),
  };
}

function postOf({ plan }: Reading): ConstructorParameters<typeof Sending>[0]['post'] {
  const ingest = plan.kind === 'customers' ? ingestUsers : ingestOrders;
  // Each value was parsed with the contract.
  return (values, options) => ingest({ body: values as never }, options);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}

export interface Following {
  outcome: Outcome | undefined;
  /** Why it could not be asked just now; it goes on asking. */
  error: Error | undefined;
}

/** What becomes of the batches, asked again and again until Herald is through with them. */
export function useOutcome(batches: readonly SentBatch[], isComplete: boolean): Following {
  const [following, setFollowing] = useState<Following>({ outcome: undefined, error: undefined });
  const [follower] = useState(() => new Follower(askFor));
  const isSettled = isComplete && following.outcome?.open === 0 && following.error === undefined;
  useEffect(() => {
    if (batches.length === 0 || isSettled) return;
    const leaving = new AbortController();
    const look = async () => {
      try {
        const outcome = await follower.look(batches, leaving.signal);
        setFollowing({ outcome, error: undefined });
      } catch (error) {
        if (!leaving.signal.aborted) setFollowing((before) => ({ ...before, error: asError(error) }));
      }
    };
    void look();
    const timer = setInterval(() => void look(), POLL_MS);
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [batches, follower, isSettled]);
  return following;
}

async function askFor(id: string, signal: AbortSignal): Promise<IngestionOutput> {
  return (await getIngestion({ params: { id } }, { signal })).data;
}
