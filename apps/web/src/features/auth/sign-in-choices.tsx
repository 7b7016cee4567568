import { Button, Code, Divider, Skeleton, Stack, Text, TextInput, Title, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useId, useState } from 'react';

import { claimWorkspace, signInLocally, signInMethodsQuery } from '../../api/auth.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { GoogleMark } from './google-mark.tsx';

const GOOGLE = '/auth/google';

/** The ways in that Herald offers. @param leave to an address that is no page of ours. */
export function SignInChoices({ leave }: { leave: (address: string) => void }) {
  const { data: methods, error, isFetching, refetch } = useQuery(signInMethodsQuery());
  if (error) {
    const title = 'The ways to sign in could not be loaded';
    return <ErrorNotice title={title} error={error} isRetrying={isFetching} onRetry={() => void refetch()} />;
  }
  if (!methods) return <Waiting />;
  if (!methods.google && !methods.local) {
    return (
      <Text>
        Nobody can sign in here yet: Herald needs to be set up with Google, or started for a trial on this machine.
      </Text>
    );
  }
  return (
    <Stack gap="lg">
      {methods.claimable && <ClaimForm leave={leave} />}
      {methods.claimable && <Divider label="or, once you are invited" />}
      {methods.google && (
        <Button component="a" href={GOOGLE} variant="default" size="md" leftSection={<GoogleMark />} fullWidth>
          Sign in with Google
        </Button>
      )}
      {methods.google && methods.local && <Divider label="or" />}
      {methods.local && <LocalChoice />}
    </Stack>
  );
}

function Waiting() {
  return (
    <div aria-busy="true">
      <VisuallyHidden>Asking how one signs in here</VisuallyHidden>
      <Skeleton h={42} />
    </div>
  );
}

function LocalChoice() {
  const id = useId();
  const queryClient = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => signInLocally({ body: {} }),
    // What was seen before belonged to somebody else.
    onSuccess: () => queryClient.resetQueries(),
  });
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      <Title order={2} id={id}>
        A trial on this machine
      </Title>
      <Text size="sm" c="dimmed">
        No account is needed. Never offered in production.
      </Text>
      <Button size="md" onClick={() => signIn.mutate()} loading={signIn.isPending} fullWidth>
        Sign in as the demo owner
      </Button>
      {signIn.isError && (
        <Text size="sm" c="red" role="alert">
          {signIn.error.message}
        </Text>
      )}
    </Stack>
  );
}

function ClaimForm({ leave }: { leave: (address: string) => void }) {
  const id = useId();
  const [code, setCode] = useState('');
  const claim = useMutation({
    mutationFn: () => claimWorkspace({ body: { code } }),
    onSuccess: ({ continueAt }) => leave(continueAt),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    claim.mutate();
  };
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      <Title order={2} id={id}>
        Nobody owns this workspace yet
      </Title>
      <Text size="sm" c="dimmed">
        With a claim code, your Google account becomes the first owner. Whoever runs the server makes one there, with{' '}
        <Code>node scripts/docker/claim-code.mjs</Code> or <Code>pnpm claim-code</Code>.
      </Text>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Claim code"
            value={code}
            onChange={({ currentTarget }) => setCode(currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            required
            withAsterisk={false}
            error={claim.error?.message}
            errorProps={{ role: 'alert' }}
          />
          <Button type="submit" loading={claim.isPending} fullWidth>
            Claim and sign in with Google
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}
