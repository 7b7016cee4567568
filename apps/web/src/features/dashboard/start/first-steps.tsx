import type { Permission } from '@herald/shared';
import { Button, Stack, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { SectionCard } from '../../../components/section-card.tsx';
import { usePermissions } from '../../../lib/may.ts';
import classes from './first-steps.module.css';

interface Step {
  title: string;
  words: string;
  to: string;
  action: string;
  needs: Permission;
}

const STEPS = [
  {
    title: 'Add your customers',
    words: 'From a file of your shop, or row by row. Their orders can follow.',
    to: '/data',
    action: 'Add data',
    needs: 'ingestions.write',
  },
  {
    title: 'Say whom you mean',
    words: 'A segment is customers who have something in common, such as what they spent.',
    to: '/segments/new',
    action: 'Create a segment',
    needs: 'segments.write',
  },
  {
    title: 'Write to them',
    words: 'A campaign sends each of them a message of their own. You see it before it goes out.',
    to: '/campaigns/new',
    action: 'Create a campaign',
    needs: 'campaigns.write',
  },
] as const satisfies readonly Step[];

export interface Done {
  data: boolean;
  segment: boolean;
  campaign: boolean;
}

/** The way of a new workspace to its first campaign. */
export function FirstSteps({ done }: { done: Done }) {
  const isDone = [done.data, done.segment, done.campaign];
  const next = isDone.indexOf(false);
  const permissions = usePermissions();
  const mayNot = !STEPS.some(({ needs }) => permissions.includes(needs));
  return (
    <SectionCard
      title="Three steps to your first campaign"
      description={
        mayNot ? 'Owners and marketers take them; here you will see how it goes.' : 'It takes a few minutes.'
      }
    >
      <ol className={classes.steps}>
        {STEPS.map((step, index) => (
          <StepItem
            key={step.to}
            step={step}
            position={index + 1}
            isDone={isDone[index] === true}
            isNext={index === next}
            mayTake={permissions.includes(step.needs)}
          />
        ))}
      </ol>
    </SectionCard>
  );
}

interface StepItemProps {
  step: Step;
  position: number;
  isDone: boolean;
  isNext: boolean;
  mayTake: boolean;
}

function StepItem({ step, position, isDone, isNext, mayTake }: StepItemProps) {
  return (
    <li className={classes.step} data-next={isNext || undefined} aria-current={isNext ? 'step' : undefined}>
      {isDone ? (
        <ThemeIcon color="teal" variant="light" radius="xl" size={32}>
          <IconCheck size={18} aria-hidden />
          <VisuallyHidden>Done</VisuallyHidden>
        </ThemeIcon>
      ) : (
        <ThemeIcon
          color={isNext ? 'ink' : 'gray'}
          variant={isNext ? 'filled' : 'light'}
          radius="xl"
          size={32}
          fw={650}
          fz="sm"
          aria-hidden
        >
          {position}
        </ThemeIcon>
      )}
      <Stack gap={4}>
        <Title order={3}>{step.title}</Title>
        <Text size="sm" c="dimmed">
          {step.words}
        </Text>
      </Stack>
      {mayTake && !isDone && (
        <Button
          component={Link}
          to={step.to}
          size="sm"
          variant={isNext ? 'filled' : 'default'}
          className={classes.action}
        >
          {step.action}
        </Button>
      )}
    </li>
  );
}
