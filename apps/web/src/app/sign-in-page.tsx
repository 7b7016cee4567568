import { Card, Center, Stack, Text, Title } from '@mantine/core';
import { Navigate, useSearchParams } from 'react-router-dom';

import { useMe } from '../api/auth.ts';
import { RefusalNotice } from '../features/auth/refusal-notice.tsx';
import { SignInChoices } from '../features/auth/sign-in-choices.tsx';
import { useDocumentTitle } from '../lib/use-document-title.ts';
import { Logo } from './layout/logo.tsx';
import classes from './sign-in-page.module.css';

export function SignInPage() {
  useDocumentTitle('Sign in');
  const [search] = useSearchParams();
  const { data: me, isPending } = useMe();
  if (me) return <Navigate to="/" replace />;
  return (
    <Center component="main" className={classes.page} aria-busy={isPending}>
      <Stack gap="xl" w="100%" maw={420}>
        <Stack gap={6} align="center">
          <Logo size={44} />
          <Title order={1} mt="sm">
            Herald
          </Title>
          <Text c="dimmed">Campaigns for the people who buy from you.</Text>
        </Stack>
        <RefusalNotice code={search.get('refused')} />
        <Card padding="xl" shadow="sm">
          <SignInChoices leave={(address) => window.location.assign(address)} />
        </Card>
      </Stack>
    </Center>
  );
}
