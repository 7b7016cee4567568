import { OPERATIONS, PERMISSIONS, ROLES, SCOPES } from '@herald/shared';
import type { Operation, Permission, Role, Scope } from '@herald/shared';

import { code, table, withMadePart } from './markdown.ts';

/** The document with its table of who may do what made anew from the code. */
export function withPermissions(markdown: string): string {
  return withMadePart(markdown, permissionTable());
}

function permissionTable(): string {
  const permissions = Object.keys(PERMISSIONS) as Permission[];
  return table(['permission', ...ROLES, ...SCOPES.map((scope) => `key: ${scope}`), 'calls'], permissions.map(rowOf));
}

function rowOf(permission: Permission): string[] {
  const { roles, scopes }: { roles: readonly Role[]; scopes: readonly Scope[] } = PERMISSIONS[permission];
  const calls = Object.values<Operation>(OPERATIONS)
    .filter(({ access }) => access === permission)
    .map(({ method, path }) => code(`${method.toUpperCase()} ${path}`));
  return [
    code(permission),
    ...ROLES.map((role) => (roles.includes(role) ? 'yes' : '')),
    ...SCOPES.map((scope) => (scopes.includes(scope) ? 'yes' : '')),
    calls.join(', '),
  ];
}
