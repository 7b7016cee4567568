import { SimpleGrid, Text, UnstyledButton } from '@mantine/core';

import { useFormats } from '../../../lib/formats.ts';
import { type Template, templatesFor } from '../draft/templates.ts';
import classes from './template-cards.module.css';

/** Audiences to begin from, while there are no rules. */
export function TemplateCards({ onChoose }: { onChoose: (template: Template) => void }) {
  const { currency } = useFormats();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
      {templatesFor(currency).map((template) => (
        <UnstyledButton key={template.name} className={classes.card} onClick={() => onChoose(template)}>
          <Text size="sm" fw={600}>
            {template.name}
          </Text>
          <Text size="xs" c="dimmed">
            {template.words}
          </Text>
        </UnstyledButton>
      ))}
    </SimpleGrid>
  );
}
