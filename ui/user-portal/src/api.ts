import { apiHooks } from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';

/** The hooks of the portal's API. */
export const { useApi, useApiQuery, useApiList, useApiMutation } = apiHooks<PortalApi>();
