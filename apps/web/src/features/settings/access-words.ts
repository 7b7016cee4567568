import { permissionsOf } from '@herald/shared';
import type { Permission, Role, Scope } from '@herald/shared';

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  marketer: 'Marketer',
  analyst: 'Analyst',
};

/** From the one who may least. */
export const ROLES_UPWARDS: readonly Role[] = ['analyst', 'marketer', 'owner'];

export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  ingest: 'Send data',
  read: 'Read',
  campaigns: 'Run campaigns',
};

/** After "may"; what everybody may needs no words. */
const PERMISSION_WORDS: Readonly<Record<Permission, string | null>> = {
  'self.read': null,
  'reports.read': 'see figures, segments and campaigns',
  'ingestions.read': 'see what became of imported data',
  'ingestions.write': 'add customers and orders',
  'people.read': 'see customers and their personal data',
  'segments.explore': 'try out rules',
  'segments.write': 'create and change segments',
  'ai.ask': 'ask for suggestions',
  'campaigns.write': 'create and send campaigns',
  'delivery.control': 'stop and start all sending',
  'customers.rights': 'hand out or erase everything about a customer',
  'members.manage': 'manage members',
  'keys.manage': 'manage API keys',
  'audit.read': 'read the audit log',
  'workspace.manage': 'change the workspace',
  'queues.manage': 'look after the queues',
};

/** "May see figures, … and try out rules." Of a role, what the one below it may is not said again. */
export function mayWords(rights: { role: Role } | { scopes: readonly Scope[] }): string {
  const below = 'role' in rights ? ROLES_UPWARDS[ROLES_UPWARDS.indexOf(rights.role) - 1] : undefined;
  const known = new Set(below === undefined ? [] : permissionsOf({ role: below }));
  const words = permissionsOf(rights)
    .filter((permission) => !known.has(permission))
    .flatMap((permission) => PERMISSION_WORDS[permission] ?? []);
  const asBelow = below === undefined ? [] : [`do all that ${ROLE_WORDS[below].toLowerCase()}s may`];
  return `May ${listed([...asBelow, ...words])}.`;
}

/** With a comma before the "and", also between two: some of them hold an "and" themselves. */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')}, and ${last}`;
}
