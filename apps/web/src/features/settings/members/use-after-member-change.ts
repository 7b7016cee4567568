import { useQueryClient } from '@tanstack/react-query';

/** Reads the members anew, and who oneself is: one may have changed one's own role. */
export function useAfterMemberChange(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.invalidateQueries({ queryKey: ['members'] });
    await queryClient.invalidateQueries({ queryKey: ['me'] });
  };
}
