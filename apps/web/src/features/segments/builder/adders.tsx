import { MantineActionElement } from '@react-querybuilder/mantine';
import { IconLibraryPlus, IconPlus } from '@tabler/icons-react';
import type { ActionProps } from 'react-querybuilder';

export function AddRuleButton(props: ActionProps) {
  return (
    <MantineActionElement {...props} size="xs" variant="default" leftSection={<IconPlus size={15} aria-hidden />} />
  );
}

export function AddGroupButton(props: ActionProps) {
  return (
    <MantineActionElement
      {...props}
      size="xs"
      variant="default"
      leftSection={<IconLibraryPlus size={15} aria-hidden />}
    />
  );
}
