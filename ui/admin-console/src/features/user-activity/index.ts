/** What a user's page shows of their sign-ins: activity, what would happen now, and who changed what. */
export { UserActivity, UserChanges, UserWhy } from './user-activity.tsx';
