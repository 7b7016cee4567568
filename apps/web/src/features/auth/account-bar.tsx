import type { MeOutput } from '@herald/shared';

import { useSignOut } from './sign-out.ts';

/** Who has signed in, with the way out; and a word of warning when it is nobody in particular. */
export function AccountBar({ me: { member, isLocal } }: { me: MeOutput }) {
  const signOut = useSignOut();
  if (member === null) return null;
  return (
    <>
      {isLocal && (
        <p className="banner" role="note">
          Demo sign-in: whoever is on this machine is an owner here. Never in production.
        </p>
      )}
      <div className="account">
        <p>
          {member.name ?? member.email} <span className="tag">{member.role}</span>
        </p>
        {signOut.isError && <p role="alert">{signOut.error.message}</p>}
        <button type="button" className="quiet" onClick={() => signOut.mutate()} disabled={signOut.isPending}>
          Sign out
        </button>
      </div>
    </>
  );
}
