import { z } from 'zod';

import { PERMISSIONS, roleSchema, scopeSchema } from '../access.ts';
import type { Permission } from '../access.ts';
import { emailSchema } from './identity.ts';
import { instantOutputSchema } from './pagination.ts';

/** Why somebody who comes back from Google is not signed in; the web app says it in words. */
export const SIGN_IN_REFUSALS = [
  'not_invited',
  'email_not_verified',
  'removed',
  'other_account',
  'denied',
  'failed',
] as const;
export type SignInRefusal = (typeof SIGN_IN_REFUSALS)[number];

export const signInMethodsOutput = z
  .object({
    google: z.boolean().meta({ description: 'Whether one may sign in with Google, at `/auth/google`.' }),
    local: z.boolean().meta({ description: 'Whether this machine may sign in as the owner of a trial.' }),
    claimable: z
      .boolean()
      .meta({ description: 'Whether nobody owns the workspace yet, so that a code makes an owner.' }),
  })
  .meta({ id: 'SignInMethods' });
export type SignInMethodsOutput = z.infer<typeof signInMethodsOutput>;

export const claimInput = z.strictObject({ code: z.string().min(1, 'must not be empty').max(100) });
export type ClaimInput = z.infer<typeof claimInput>;
export const claimOutput = z.object({ continueAt: z.literal('/auth/google') }).meta({ id: 'ClaimHeld' });
export type ClaimOutput = z.infer<typeof claimOutput>;

/** Nothing yet; that it must be JSON keeps forms of other pages out. */
export const signInLocallyInput = z.strictObject({});

export const signedInOutput = z.object({ signedIn: z.literal(true) }).meta({ id: 'SignedIn' });
export const signedOutOutput = z.object({ signedOut: z.literal(true) }).meta({ id: 'SignedOut' });

const permissionSchema = z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]);

const signedInSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string().nullable(),
  role: roleSchema,
});

/** Who calls: a member or an API key. */
export const meOutput = z
  .object({
    member: signedInSchema.nullable(),
    key: z
      .object({ id: z.uuid(), name: z.string(), scopes: z.array(scopeSchema), mode: z.enum(['live', 'test']) })
      .nullable(),
    permissions: z.array(permissionSchema),
    isLocal: z.boolean().meta({ description: 'Whether it is the owner of a trial, who needed no account.' }),
  })
  .meta({ id: 'Me' });
export type MeOutput = z.infer<typeof meOutput>;

export const memberOutput = signedInSchema
  .extend({
    isLocal: z.boolean(),
    hasSignedIn: z.boolean().meta({ description: 'False for one who is invited and was not here yet.' }),
    createdAt: instantOutputSchema,
    lastSignInAt: instantOutputSchema.nullable(),
  })
  .meta({ id: 'Member' });
export type MemberOutput = z.infer<typeof memberOutput>;

export const inviteMemberInput = z.strictObject({ email: emailSchema, role: roleSchema });
export type InviteMemberInput = z.infer<typeof inviteMemberInput>;

export const updateMemberInput = z.strictObject({ role: roleSchema });
export type UpdateMemberInput = z.infer<typeof updateMemberInput>;
