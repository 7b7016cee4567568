import type { MemberOutput, Role } from '@herald/shared';
import { Alert, Button, Code, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { signInMethodsQuery } from '../../../api/auth.ts';
import { inviteMember } from '../../../api/members.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { ApiError } from '../../../lib/api-client.ts';
import { mayWords, ROLE_WORDS, ROLES_UPWARDS } from '../access-words.ts';
import { useAfterMemberChange } from './use-after-member-change.ts';

/** The button, the form behind it, and what to tell whoever was invited. */
export function InviteMember() {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={open}>
        Invite member
      </Button>
      <Modal opened={isOpen} onClose={close} title="Invite member" size="lg">
        <Invitation onClose={close} />
      </Modal>
    </>
  );
}

function Invitation({ onClose }: { onClose: () => void }) {
  const [invited, setInvited] = useState<MemberOutput>();
  return invited ? (
    <WhatToTell member={invited} onClose={onClose} />
  ) : (
    <InviteForm onInvited={setInvited} onClose={onClose} />
  );
}

function InviteForm({ onInvited, onClose }: { onInvited: (member: MemberOutput) => void; onClose: () => void }) {
  const after = useAfterMemberChange();
  const form = useForm<{ email: string; role: Role }>({
    mode: 'controlled',
    initialValues: { email: '', role: 'marketer' },
    validate: { email: (email) => (email.trim() === '' ? 'Whom do you invite?' : null) },
  });
  const invite = useMutation({
    mutationFn: ({ email, role }: { email: string; role: Role }) =>
      inviteMember({ body: { email: email.trim(), role } }),
    onSuccess: async (member) => {
      onInvited(member);
      await after();
    },
    onError: (error) => {
      if (error instanceof ApiError) form.setErrors(error.fields);
    },
  });
  const isAtField = invite.error instanceof ApiError && 'email' in invite.error.fields;
  return (
    <form noValidate onSubmit={form.onSubmit((fields) => invite.mutate(fields))}>
      <Stack gap="lg">
        <TextInput
          label="Email"
          description="Of the Google account with which they will sign in."
          type="email"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <Radio.Group label="Role" {...form.getInputProps('role')}>
          <Stack gap="sm" mt="xs">
            {ROLES_UPWARDS.map((role) => (
              <Radio key={role} value={role} label={ROLE_WORDS[role]} description={mayWords({ role })} />
            ))}
          </Stack>
        </Radio.Group>
        {invite.error && !isAtField && <ErrorNotice title="Nobody was invited" error={invite.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={invite.isPending}>
            Not now
          </Button>
          <Button type="submit" loading={invite.isPending}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** There is no mail of Herald's own: whoever invites tells them. */
function WhatToTell({ member: { email, role }, onClose }: { member: MemberOutput; onClose: () => void }) {
  const address = `${window.location.origin}/sign-in`;
  return (
    <Stack gap="lg">
      <Text>
        <strong>{email}</strong> may come in as {ROLE_WORDS[role].toLowerCase()}. Herald sends no invitations: tell them
        to sign in with Google at
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Code fz="sm" px="sm" py={6} style={{ overflowWrap: 'anywhere' }}>
          {address}
        </Code>
        <CopyButton value={address} label="Copy address" />
      </Group>
      <WithoutGoogle />
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  );
}

/** On a trial, nobody else can come in yet. */
export function WithoutGoogle() {
  const { data } = useQuery(signInMethodsQuery());
  if (data?.google !== false) return null;
  return (
    <Alert color="orange" title="Signing in with Google is not set up">
      <Text size="sm">
        Whoever is invited can sign in once this server has <Code>GOOGLE_CLIENT_ID</Code> and{' '}
        <Code>GOOGLE_CLIENT_SECRET</Code> in its environment.
      </Text>
    </Alert>
  );
}
