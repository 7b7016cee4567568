import { Navigate, useSearchParams } from 'react-router-dom';

import { useMe } from '../features/auth/get-me.ts';
import { RefusalNotice } from '../features/auth/refusal-notice.tsx';
import { SignInChoices } from '../features/auth/sign-in-choices.tsx';

export function SignInPage() {
  const [search] = useSearchParams();
  const { data: me, isPending } = useMe();
  if (me) return <Navigate to="/" replace />;
  return (
    <main className="sign-in" aria-busy={isPending}>
      <h1>Herald</h1>
      <p>Campaigns for the people who buy from you.</p>
      <RefusalNotice code={search.get('refused')} />
      <SignInChoices leave={(address) => window.location.assign(address)} />
    </main>
  );
}
