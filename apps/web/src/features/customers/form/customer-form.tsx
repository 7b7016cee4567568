import {
  ActionIcon,
  Button,
  Fieldset,
  Grid,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';

import { ApiError, asError } from '../../../lib/api-client.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import {
  ADDRESS_FIELDS,
  type AddressField,
  type AttributeKind,
  type CustomerFields,
  fieldAt,
  inWords,
} from './customer-fields.ts';

interface CustomerFormProps {
  initial: CustomerFields;
  submitLabel: string;
  /** What is wrong, by the path of the field. */
  validate: (fields: CustomerFields) => Record<string, string>;
  /** Resolves to what is wrong after all, in one sentence, when it did not work out. */
  onSubmit: (fields: CustomerFields) => Promise<string | undefined>;
  onCancel: () => void;
}

const ADDRESS_LABELS: Readonly<Record<AddressField, string>> = {
  line1: 'Street',
  line2: 'Street, second line',
  city: 'City',
  state: 'State',
  postalCode: 'Postal code',
  country: 'Country',
};
const ATTRIBUTE_KINDS: { value: AttributeKind; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'yes or no', label: 'Yes or no' },
];

type Form = UseFormReturnType<CustomerFields>;

/** All that one can say of a customer; the same to add and to edit one. */
export function CustomerForm({ initial, submitLabel, validate, onSubmit, onCancel }: CustomerFormProps) {
  const form = useForm<CustomerFields>({ initialValues: initial, validate });
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const submit = async (fields: CustomerFields) => {
    setBusy(true);
    setError(undefined);
    try {
      const problem = await onSubmit(fields);
      if (problem !== undefined) setError(new Error(problem));
    } catch (reason) {
      const failed = asError(reason);
      const atFields = failed instanceof ApiError ? refusedFields(failed, fields) : {};
      form.setErrors(atFields);
      if (Object.keys(atFields).length === 0) setError(failed);
    }
    setBusy(false);
  };
  return (
    <form onSubmit={form.onSubmit((fields) => void submit(fields))} noValidate>
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
          <TextInput label="Email" type="email" autoComplete="off" {...form.getInputProps('email')} />
          <TextInput label="Phone" type="tel" autoComplete="off" {...form.getInputProps('phone')} />
          <TextInput
            label="Your customer id"
            description="As your shop knows them"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            {...form.getInputProps('externalId')}
          />
        </SimpleGrid>
        <Switch
          label="Wants messages"
          description="Campaigns leave out whoever does not."
          {...form.getInputProps('wantsMessages', { type: 'checkbox' })}
        />
        <TagsInput
          label="Tags"
          placeholder={form.values.tags.length === 0 ? 'Type a tag and press Enter' : ''}
          maxTags={50}
          clearable
          clearButtonProps={{ 'aria-label': 'Remove all tags' }}
          {...form.getInputProps('tags')}
        />
        <Fieldset legend="Address">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            {ADDRESS_FIELDS.map((field) => (
              <TextInput
                key={field}
                label={ADDRESS_LABELS[field]}
                autoComplete="off"
                {...form.getInputProps(`address.${field}`)}
              />
            ))}
          </SimpleGrid>
        </Fieldset>
        <Attributes form={form} />
        {error && <ErrorNotice title="That did not work" error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel} disabled={isBusy}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Attributes({ form }: { form: Form }) {
  const { attributes } = form.values;
  const add = () =>
    form.insertListItem('attributes', {
      key: `new ${Date.now()}`,
      name: '',
      kind: 'text' satisfies AttributeKind,
      value: '',
    });
  return (
    <Fieldset legend="Custom attributes">
      <Stack gap="sm" align="stretch">
        {attributes.length === 0 && (
          <Text size="sm" c="dimmed">
            Anything else worth knowing, such as a plan or loyalty points. Segments and messages can use it.
          </Text>
        )}
        {attributes.map(({ key, kind }, index) => (
          <Grid key={key} gap="sm" align="flex-start">
            <Grid.Col span={{ base: 12, xs: 4 }}>
              <TextInput
                aria-label={`Name of attribute ${index + 1}`}
                placeholder="Name"
                {...form.getInputProps(`attributes.${index}.name`)}
              />
            </Grid.Col>
            <Grid.Col span={{ base: 5, xs: 3 }}>
              <Select
                aria-label={`Kind of attribute ${index + 1}`}
                data={ATTRIBUTE_KINDS}
                {...form.getInputProps(`attributes.${index}.kind`)}
              />
            </Grid.Col>
            <Grid.Col span={{ base: 5, xs: 4 }}>
              {kind === 'yes or no' ? (
                <Select
                  aria-label={`Value of attribute ${index + 1}`}
                  data={['yes', 'no']}
                  {...form.getInputProps(`attributes.${index}.value`)}
                  value={form.values.attributes[index]?.value === 'yes' ? 'yes' : 'no'}
                />
              ) : (
                <TextInput
                  aria-label={`Value of attribute ${index + 1}`}
                  placeholder="Value"
                  inputMode={kind === 'number' ? 'decimal' : 'text'}
                  {...form.getInputProps(`attributes.${index}.value`)}
                />
              )}
            </Grid.Col>
            <Grid.Col span={{ base: 2, xs: 1 }}>
              <ActionIcon
                aria-label={`Remove attribute ${index + 1}`}
                onClick={() => form.removeListItem('attributes', index)}
              >
                <IconTrash size={17} stroke={1.7} aria-hidden />
              </ActionIcon>
            </Grid.Col>
          </Grid>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add}
            disabled={attributes.length >= 50}
          >
            Add attribute
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}

/** Herald says what is wrong as `0.email`: the call carries a list of one. */
function refusedFields({ fields }: ApiError, values: CustomerFields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, message]) => [fieldAt(values, path.replace(/^0\.?/, '')), inWords(message)]),
  );
}
