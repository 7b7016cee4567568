import { z } from 'zod';

// Zod compiles schemas with `new Function` where it may. The content security policy forbids
// that, and the mere attempt would be reported as a violation.
z.config({ jitless: true });
