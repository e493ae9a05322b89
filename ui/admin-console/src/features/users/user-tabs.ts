import type { ComponentType } from 'react';
import { UserActivity, UserChanges, UserWhy } from '../user-activity/index.ts';
import type { User } from './types.ts';

/** A further view of one user. */
export interface UserTab {
  readonly id: string;
  /** Key of its label. */
  readonly label: string;
  readonly content: ComponentType<{ readonly user: User }>;
}

/** Tabs that other areas add to the page of a user; each area puts its own here. */
export const userTabs: readonly UserTab[] = [
  { id: 'activity', label: 'activity.activity', content: UserActivity },
  { id: 'why', label: 'activity.why', content: UserWhy },
  { id: 'changes', label: 'activity.changes', content: UserChanges },
];
