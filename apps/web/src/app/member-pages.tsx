import { Navigate, Outlet } from 'react-router-dom';

import { ErrorNotice } from '../components/error-notice.tsx';
import { AccountBar } from '../features/auth/account-bar.tsx';
import { useMe } from '../features/auth/get-me.ts';

/** Around every page that is for members; whoever is none goes to the sign-in page. */
export function MemberPages() {
  const { data: me, error, isFetching, refetch } = useMe();
  if (me === null) return <Navigate to="/sign-in" replace />;
  if (me) {
    return (
      <>
        <AccountBar me={me} />
        <Outlet />
      </>
    );
  }
  if (!error) return <main aria-busy="true" />;
  const title = 'Herald could not be asked who you are';
  return <ErrorNotice title={title} error={error} isRetrying={isFetching} onRetry={() => void refetch()} />;
}
