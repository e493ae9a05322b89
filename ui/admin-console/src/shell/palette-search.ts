import { type IconName, useLater, useRead, useSession } from '@countersign/ui-kit';

/** Something that the palette found. */
export interface Found {
  readonly label: string;
  readonly path: string;
  readonly icon: IconName;
}

interface UserHit {
  readonly id: string;
  readonly userName: string;
  readonly displayName?: string;
}

/** Users whose name begins like this; asked for when somebody stops typing. */
export function useUserHits(text: string): readonly Found[] {
  const { may } = useSession();
  const search = useLater(text.trim(), 200);
  const isEnabled = search.length > 1 && may('user.read');
  const { data } = useRead<{ items: readonly UserHit[] }>('GET /api/users', { query: { search, limit: 6 } }, isEnabled);
  if (!isEnabled) return [];
  return (data?.items ?? []).map((user) => ({
    label: user.displayName ? `${user.displayName} (${user.userName})` : user.userName,
    path: `/users/${encodeURIComponent(user.id)}`,
    icon: 'user',
  }));
}
