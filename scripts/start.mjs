// Runs on any Node, to say which one is needed: nothing newer than its syntax may stand here.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Herald needs Node.js 20.19 or newer, and this is ${process.versions.node}.`);
  process.exit(1);
}

import('tsx/esm/api').then(
  ({ register }) => {
    register();
    return import('./start/main.ts').then(({ main }) => main());
  },
  () => {
    console.error('Herald is not installed yet: start it with "npx pnpm@12 start".');
    process.exit(1);
  },
);
