import { newId } from '@herald/shared';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

export interface Question<Input, Answer> {
  /** What was asked latest; undefined when nothing was, or it was let go of. */
  asked: Input | undefined;
  /** To `asked`, and never to a question before it. */
  answer: Answer | undefined;
  error: Error | null;
  isAsking: boolean;
  /** Stops what is being asked, and asks this. */
  ask: (input: Input) => void;
  /** Stops what is being asked, and lets go of the answer. */
  forget: () => void;
}

/**
 * Something that is asked when somebody says so, and not again by itself: not when the window gets
 * the focus, nor when Herald is back, as each question may cost money.
 *
 * @param name of the question; those of other names do not share answers
 */
export function useQuestion<Input, Answer>(
  name: string,
  call: (input: Input, options: { signal: AbortSignal }) => Promise<Answer>,
): Question<Input, Answer> {
  const [asked, setAsked] = useState<{ input: Input; id: string }>();
  const { data, error, isFetching } = useQuery({
    // Another id is another query: the one before has nobody left to answer, and is aborted.
    queryKey: ['question', name, asked?.id],
    queryFn: ({ signal }) => {
      if (asked === undefined) throw new Error('nothing was asked');
      return call(asked.input, { signal });
    },
    enabled: asked !== undefined,
    staleTime: 'static',
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return {
    asked: asked?.input,
    answer: data,
    error,
    isAsking: isFetching,
    ask: (input) => setAsked({ input, id: newId() }),
    forget: () => setAsked(undefined),
  };
}
