import { hasPermission } from '@herald/shared';
import type { Permission, Rights, Role, Scope, Signer } from '@herald/shared';

/** Somebody who signed in. */
export interface MemberCaller {
  kind: 'member';
  memberId: string;
  role: Role;
}

/** A program that showed an API key. */
export interface KeyCaller {
  kind: 'key';
  keyId: string;
  scopes: readonly Scope[];
  /** Its calls are checked and answered, and nothing that they do is stored. */
  isTest: boolean;
}

/** Whoever signed the call. */
export interface SignerCaller {
  kind: 'signer';
  by: Signer;
}

/** Who makes a call, and from which address. */
export type Caller = { address: string } & (MemberCaller | KeyCaller | SignerCaller | { kind: 'nobody' });

/** Whether its calls only show what they would do. */
export function isRehearsing(caller: Caller): boolean {
  return caller.kind === 'key' && caller.isTest;
}

export function mayDo(caller: Caller, permission: Permission): boolean {
  const rights = rightsOf(caller);
  return rights !== undefined && hasPermission(rights, permission);
}

function rightsOf(caller: Caller): Rights | undefined {
  if (caller.kind === 'member') return { role: caller.role };
  return caller.kind === 'key' ? { scopes: caller.scopes } : undefined;
}
