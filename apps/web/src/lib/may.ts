import type { Permission } from '@herald/shared';
import { createContext, use } from 'react';

/** What the member who looks at the page may do; provided around all pages for members. */
export const PermissionsContext = createContext<readonly Permission[]>([]);

/** Whether the member may do it. A control of what one may not do is not shown. */
export function useMay(permission: Permission): boolean {
  return use(PermissionsContext).includes(permission);
}

/** All that the member may do, for lists of things that each need something else. */
export function usePermissions(): readonly Permission[] {
  return use(PermissionsContext);
}
