import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';

/** Where `notify` and `confirm` show what they are asked to. A chunk of its own: no page begins with either. */
export function Overlays() {
  return (
    <>
      <Notifications position="bottom-right" limit={4} />
      <ModalsProvider />
    </>
  );
}
