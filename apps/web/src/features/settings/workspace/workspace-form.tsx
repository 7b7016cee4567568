import type { UpdateWorkspaceInput, WorkspaceOutput } from '@herald/shared';
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { updateWorkspace, workspaceQuery } from '../../../api/workspace.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { notify } from '../../../components/notify.tsx';
import { ApiError } from '../../../lib/api-client.ts';
import { currencyChoices, timeZoneChoices } from './choices.ts';

type Fields = Required<Pick<WorkspaceOutput, 'name' | 'timeZone' | 'currency'>>;
/** Of hundreds of choices; typing finds the others. */
const MOST_SHOWN = 50;
const FIELDS = ['name', 'timeZone', 'currency'] as const;

/** Name, time zone and currency, for whoever may change them. */
export function WorkspaceForm({ workspace }: { workspace: WorkspaceOutput }) {
  const queryClient = useQueryClient();
  const form = useForm<Fields>({
    mode: 'controlled',
    initialValues: fieldsOf(workspace),
    validate: { name: (name) => (name.trim() === '' ? 'The workspace needs a name' : null) },
  });
  const zones = useMemo(() => timeZoneChoices(workspace.timeZone), [workspace.timeZone]);
  const currencies = useMemo(() => currencyChoices(workspace.currency), [workspace.currency]);
  const save = useMutation({
    mutationFn: (body: UpdateWorkspaceInput) => updateWorkspace({ body }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(workspaceQuery().queryKey, saved);
      form.setInitialValues(fieldsOf(saved));
      form.setValues(fieldsOf(saved));
      form.resetDirty(fieldsOf(saved));
      notify.done('Workspace saved');
      // Days and amounts are counted anew wherever they are shown.
      await queryClient.invalidateQueries();
    },
    onError: (error) => {
      if (error instanceof ApiError) form.setErrors(error.fields);
    },
  });
  const changes = changesOf(workspace, form.values);
  const isChanged = Object.keys(changes).length > 0;
  const isAtField = save.error instanceof ApiError && FIELDS.some((field) => field in (save.error as ApiError).fields);
  return (
    <form noValidate onSubmit={form.onSubmit(() => save.mutate(changes))}>
      <Stack gap="lg" maw={560}>
        <TextInput label="Name" maxLength={100} {...form.getInputProps('name')} />
        <Select
          label="Time zone"
          description="Whose days rules, messages and figures mean. After a change they mean the new days from then on: “in the last 7 days” then begins at another midnight, and segments may hold other people. What is scheduled still starts at the same moment."
          data={zones}
          searchable
          limit={MOST_SHOWN}
          comboboxProps={{ withinPortal: false }}
          allowDeselect={false}
          placeholder="Type a city"
          nothingFoundMessage="No time zone is called that"
          {...form.getInputProps('timeZone')}
        />
        <Select
          label="Currency"
          description="What every amount is in. Changing it converts nothing: 500 stays 500, in the new currency."
          data={currencies}
          searchable
          limit={MOST_SHOWN}
          comboboxProps={{ withinPortal: false }}
          allowDeselect={false}
          nothingFoundMessage="No currency is called that"
          {...form.getInputProps('currency')}
        />
        {save.error && !isAtField && <ErrorNotice title="The workspace was not saved" error={save.error} />}
        <Group gap="sm">
          <Button type="submit" disabled={!isChanged} loading={save.isPending}>
            Save changes
          </Button>
          {isChanged && (
            <Button variant="default" onClick={() => form.reset()} disabled={save.isPending}>
              Discard
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function fieldsOf({ name, timeZone, currency }: WorkspaceOutput): Fields {
  return { name, timeZone, currency };
}

/** Only these are sent, so that what another owner changed meanwhile stays. */
function changesOf(workspace: WorkspaceOutput, { name, timeZone, currency }: Fields): UpdateWorkspaceInput {
  return {
    ...(name.trim() !== workspace.name && { name: name.trim() }),
    ...(timeZone !== workspace.timeZone && { timeZone }),
    ...(currency !== workspace.currency && { currency }),
  };
}
