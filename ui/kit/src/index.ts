export {
  type ApiAnswer,
  ApiClient,
  type ApiInput,
  type ApiRoute,
  type CallOptions,
  newIdempotencyKey,
} from './api/client.ts';
export { type ApiList, apiHooks, type MutationChoice, type QueryChoice } from './api/hooks.ts';
export type { LiveState, ServerState } from './api/live.ts';
export { ApiProblem, asProblem } from './api/problem.ts';
export { useLater, useRead } from './api/read.ts';
export { Button, type ButtonProps, LinkButton, TextLink, useMasterReason } from './components/button.tsx';
export { Checkbox, type Option, RadioGroup, Select } from './components/choices.tsx';
export { ConfirmDialog } from './components/confirm-dialog.tsx';
export { Copy } from './components/copy.tsx';
export { cx } from './components/cx.ts';
export { type Column, DataTable, type DataTableProps } from './components/data-table.tsx';
export { DirtyGuard } from './components/dirty-guard.tsx';
export { Dialog } from './components/dialog.tsx';
export type { FieldProps } from './components/field-state.ts';
export { CodeField, NumberField, TextArea, TextField } from './components/fields.tsx';
export { Form } from './components/form.tsx';
export { Icon, type IconName } from './components/icon.tsx';
export { Menu, type MenuItem } from './components/menu.tsx';
export { Page } from './components/page.tsx';
export {
  Badge,
  Banner,
  Card,
  Cluster,
  EmptyState,
  Facts,
  Grid,
  Meter,
  Mono,
  Muted,
  Skeleton,
  Stack,
  type Tone,
} from './components/parts.tsx';
export { PhoneField } from './components/phone-field.tsx';
export { ProblemView } from './components/problem-view.tsx';
export { Qr } from './components/qr.tsx';
export { QueryView } from './components/query-view.tsx';
export { ALL_MATCHING, NO_SELECTION, type Selection, selectedCount } from './components/table-state.ts';
export { Tabs } from './components/tabs.tsx';
export { Countdown, Time, useNow, useTimeText, useZoneName } from './components/time.tsx';
export { useToast } from './components/toast.tsx';
export { defineFeature, type Feature } from './shell/feature.ts';
export { GoTo, useGo, usePathParameter } from './shell/go-to.tsx';
export { useLive, useLiveEvent, useMasterOffline } from './shell/live.tsx';
export { NavLink, useLocationPath } from './shell/nav-link.tsx';
export type { ProofProps, SignInAgainProps } from './shell/overlays.tsx';
export { setPreferences, type Theme, usePreferences } from './shell/preferences.ts';
export { type Session, useSession } from './shell/session.tsx';
export { startPages } from './shell/start-pages.tsx';
export { Strips } from './shell/strips.tsx';
export { LanguageSwitch, ThemeSwitch } from './shell/switches.tsx';
export { useUrlState } from './shell/url-state.ts';
export type { Language, TextLoaders, Translate } from './text/catalogue.ts';
export { useHasText, useLanguage, useText } from './text/text-context.tsx';
