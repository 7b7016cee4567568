import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';

import classes from './suggestions.module.css';

/** Something that is there for who asks for it: a button that shows and hides what follows it. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <div>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        ml={-8}
        leftSection={
          <IconChevronRight size={14} className={classes.chevron} data-open={isOpen || undefined} aria-hidden />
        }
        onClick={toggle}
        aria-expanded={isOpen}
        aria-controls={id}
        classNames={{ root: classes.toggle, label: classes.toggleLabel }}
      >
        {label}
      </Button>
      {/* What is closed is not rendered: a request to a model may be long. */}
      <Collapse expanded={isOpen} id={id} keepMounted={false}>
        <div style={{ paddingTop: 8 }}>{children}</div>
      </Collapse>
    </div>
  );
}
