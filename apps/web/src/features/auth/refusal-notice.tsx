import { SIGN_IN_REFUSALS } from '@herald/shared';
import type { SignInRefusal } from '@herald/shared';
import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

const WORDS: Record<SignInRefusal, string> = {
  not_invited: 'This Google account is not a member here. Ask an owner to invite its address.',
  email_not_verified: 'Google has not verified the address of this account. Verify it there, then try again.',
  removed: 'This account was removed from the workspace. An owner can invite it again.',
  other_account: 'A member with this address signs in with another Google account.',
  denied: 'You did not let Google tell us who you are, so nobody was signed in.',
  failed: 'The sign-in did not work. Try again; if it keeps failing, ask whoever runs this Herald.',
};

/** @param code as the address of the page says it, which anybody may have written. */
export function RefusalNotice({ code }: { code: string | null }) {
  const refusal = SIGN_IN_REFUSALS.find((known) => known === code);
  if (refusal === undefined) return null;
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      {WORDS[refusal]}
    </Alert>
  );
}
