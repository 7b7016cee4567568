import { Center, VisuallyHidden } from '@mantine/core';

import { Logo } from './layout/logo.tsx';

/** Until it is known who looks at the page. */
export function SplashScreen() {
  return (
    <Center component="main" mih="100vh" aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      <Logo size={40} isQuiet />
    </Center>
  );
}
