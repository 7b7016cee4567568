import { type SyntheticEvent, useState } from 'react';

import { ErrorNotice } from '../../components/error-notice.tsx';
import { useClaimWorkspace } from './claim-workspace.ts';
import { useSignInMethods } from './get-sign-in-methods.ts';
import { useSignInLocally } from './sign-in-locally.ts';

const GOOGLE = '/auth/google';

/** The ways in that Herald offers. @param leave to an address that is no page of ours. */
export function SignInChoices({ leave }: { leave: (address: string) => void }) {
  const { data: methods, error, isFetching, refetch } = useSignInMethods();
  if (error) {
    const title = 'The ways to sign in could not be loaded';
    return <ErrorNotice title={title} error={error} isRetrying={isFetching} onRetry={() => void refetch()} />;
  }
  if (!methods) return <p aria-busy="true">Asking how one signs in here…</p>;
  return (
    <div className="choices">
      {methods.google && (
        <a className="button" href={GOOGLE}>
          Sign in with Google
        </a>
      )}
      {methods.local && <LocalChoice />}
      {methods.claimable && <ClaimForm leave={leave} />}
      {!methods.google && !methods.local && (
        <p>
          Nobody can sign in here yet: Herald needs to be set up with Google, or started for a trial on this machine.
        </p>
      )}
    </div>
  );
}

function LocalChoice() {
  const signIn = useSignInLocally();
  return (
    <section aria-labelledby="local-title">
      <h2 id="local-title">A trial on this machine</h2>
      <p>No account is needed. Never offered in production.</p>
      <button type="button" onClick={() => signIn.mutate()} disabled={signIn.isPending}>
        Sign in as the demo owner
      </button>
      {signIn.isError && <p role="alert">{signIn.error.message}</p>}
    </section>
  );
}

function ClaimForm({ leave }: { leave: (address: string) => void }) {
  const [code, setCode] = useState('');
  const claim = useClaimWorkspace();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    claim.mutate(code, { onSuccess: ({ continueAt }) => leave(continueAt) });
  };
  return (
    <section aria-labelledby="claim-title">
      <h2 id="claim-title">Nobody owns this workspace yet</h2>
      <p>
        With the claim code that the server printed when it started, your Google account becomes the first owner. On the
        server, <code>pnpm claim-code</code> makes another one.
      </p>
      <form onSubmit={submit}>
        <label htmlFor="claim-code">Claim code</label>
        <div className="field">
          <input
            id="claim-code"
            value={code}
            onChange={({ target }) => setCode(target.value)}
            autoComplete="off"
            spellCheck={false}
            required
          />
          <button type="submit" disabled={claim.isPending}>
            Claim and sign in with Google
          </button>
        </div>
        {claim.isError && <p role="alert">{claim.error.message}</p>}
      </form>
    </section>
  );
}
