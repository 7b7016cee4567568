import { z } from 'zod';

/** What a member is in the workspace. */
export const ROLES = ['owner', 'marketer', 'analyst'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** What an API key may be made for. */
export const SCOPES = ['ingest', 'read', 'campaigns'] as const;
export const scopeSchema = z.enum(SCOPES);
export type Scope = z.infer<typeof scopeSchema>;

interface Grant {
  roles: readonly Role[];
  scopes: readonly Scope[];
}

const EVERYBODY = ROLES;
const NOT_ANALYSTS = ['owner', 'marketer'] as const satisfies Role[];
const OWNERS = ['owner'] as const satisfies Role[];

/**
 * Who may do what: the one table that routes, services and the web app read. Members have what
 * their role has, API keys what one of their scopes has. Whatever is about members, keys, the audit
 * log and a customer's rights takes a person.
 */
export const PERMISSIONS = {
  /** See who one is. */
  'self.read': { roles: EVERYBODY, scopes: SCOPES },
  /** Figures: campaigns, segments, batches and their counts, without anybody's personal data. */
  'reports.read': { roles: EVERYBODY, scopes: ['read', 'campaigns'] },
  /** What became of a batch. */
  'ingestions.read': { roles: EVERYBODY, scopes: ['ingest', 'read'] },
  /** Send customers and orders. */
  'ingestions.write': { roles: NOT_ANALYSTS, scopes: ['ingest'] },
  /** Personal data: customers, audiences, the texts of messages, rejected rows. */
  'people.read': { roles: NOT_ANALYSTS, scopes: ['read'] },
  /** Ask what rules would select. */
  'segments.explore': { roles: NOT_ANALYSTS, scopes: ['read', 'campaigns'] },
  'segments.write': { roles: NOT_ANALYSTS, scopes: ['campaigns'] },
  /** Ask for suggestions, of which a model may be asked that costs money. */
  'ai.ask': { roles: NOT_ANALYSTS, scopes: ['campaigns'] },
  'campaigns.write': { roles: NOT_ANALYSTS, scopes: ['campaigns'] },
  /** Stop and start all sending. */
  'delivery.control': { roles: NOT_ANALYSTS, scopes: ['campaigns'] },
  /** Hand out, or erase, everything about one customer. */
  'customers.rights': { roles: OWNERS, scopes: [] },
  'members.manage': { roles: OWNERS, scopes: [] },
  'keys.manage': { roles: OWNERS, scopes: [] },
  'audit.read': { roles: OWNERS, scopes: [] },
  /** Its name, time zone and currency. */
  'workspace.manage': { roles: OWNERS, scopes: [] },
  /** See and mend the queues themselves, at `/queues`. */
  'queues.manage': { roles: OWNERS, scopes: [] },
} as const satisfies Record<string, Grant>;

export type Permission = keyof typeof PERMISSIONS;

/** Who signs calls of which nobody else is to be the caller. */
export type Signer = 'vendor' | 'worker';

/** Who may call an operation: anybody, whoever signs as the vendor or the worker, or who has a permission. */
export type Access = 'anybody' | { signedBy: Signer } | Permission;

/** What of a caller decides what it may do. */
export type Rights = { role: Role } | { scopes: readonly Scope[] };

export function hasPermission(rights: Rights, permission: Permission): boolean {
  const { roles, scopes }: Grant = PERMISSIONS[permission];
  return 'role' in rights ? roles.includes(rights.role) : rights.scopes.some((scope) => scopes.includes(scope));
}

export function permissionsOf(rights: Rights): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => hasPermission(rights, permission));
}
