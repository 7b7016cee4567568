import type { ApiKeyOutput } from '@herald/shared';
import { ActionIcon, Menu } from '@mantine/core';
import { IconBan, IconDotsVertical, IconPencil, IconRotate } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { revokeApiKey } from '../../../api/keys.ts';
import { confirm } from '../../../components/confirm.tsx';
import { notify } from '../../../components/notify.tsx';
import { RenameKey } from './rename-key.tsx';
import { RotateKey } from './rotate-key.tsx';

/** What can be done with a key that is good. */
export function KeyMenu({ apiKey }: { apiKey: ApiKeyOutput }) {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<'rotate' | 'rename'>();
  const close = () => setOpen(undefined);
  const revoke = () =>
    confirm({
      title: `Revoke “${apiKey.name}”?`,
      children: 'Programs that use it are refused from now on. This cannot be undone.',
      confirmLabel: 'Revoke key',
      isDangerous: true,
      onConfirm: async () => {
        await revokeApiKey({ params: { id: apiKey.id } });
        notify.done('Key revoked');
        await queryClient.invalidateQueries({ queryKey: ['keys'] });
      },
    });
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={`Actions for ${apiKey.name}`}>
            <IconDotsVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRotate size={16} aria-hidden />} onClick={() => setOpen('rotate')}>
            Rotate
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setOpen('rename')}>
            Rename
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconBan size={16} aria-hidden />} onClick={revoke}>
            Revoke
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RotateKey apiKey={apiKey} isOpen={open === 'rotate'} onClose={close} />
      <RenameKey apiKey={apiKey} isOpen={open === 'rename'} onClose={close} />
    </>
  );
}
