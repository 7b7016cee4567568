import { TextEncoder } from 'node:util';

// React Router needs it, every browser has it, and jsdom does not. To be imported before the router.
Object.assign(globalThis, { TextEncoder });
