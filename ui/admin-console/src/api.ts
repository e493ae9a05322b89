import { apiHooks } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';

/** The hooks of the console's API. */
export const { useApi, useApiQuery, useApiList, useApiMutation } = apiHooks<ConsoleApi>();
