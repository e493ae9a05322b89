import { EmptyState, GoTo, LinkButton, Page, QueryView, Stack, useLocationPath, useText } from '@countersign/ui-kit';
import { useApiQuery } from '../../api.ts';
import { AdministratorStep } from './administrator-step.tsx';
import { ChecksStep } from './checks-step.tsx';
import { CompanyStep } from './company-step.tsx';
import { Progress } from './progress.tsx';
import { RadiusStep } from './radius-step.tsx';
import { isReachable, isStep, type SetupState, type Step } from './steps.ts';
import { SummaryStep } from './summary-step.tsx';
import { TokenStep } from './token-step.tsx';

/** The first set-up. The server knows how far it has come; the address says which step is seen. */
export function SetupPage() {
  const state = useApiQuery('GET /api/setup', {});
  return <QueryView query={state}>{(answer) => <Wizard state={answer} />}</QueryView>;
}

function Wizard({ state }: { state: SetupState }) {
  const t = useText();
  const wanted = useLocationPath().split('/')[2] ?? '';
  if (!state.isOpen) return <Closed />;
  if (!state.isAuthorized) {
    return (
      <Page title={t('setup.token.title')} intro={t('setup.token.intro')}>
        <TokenStep />
      </Page>
    );
  }
  const next = isStep(state.step) ? state.step : 'company';
  if (!isStep(wanted) || !isReachable(wanted, state)) return <GoTo to={`/setup/${next}`} />;
  return (
    <Page title={t(`setup.${wanted}.title`)} intro={t(`setup.${wanted}.intro`)}>
      <Stack>
        <Progress current={wanted} state={state} />
        <Body step={wanted} state={state} />
      </Stack>
    </Page>
  );
}

const BODIES = {
  company: CompanyStep,
  administrator: AdministratorStep,
  checks: ChecksStep,
  radius: RadiusStep,
  summary: SummaryStep,
} as const;

function Body({ step, state }: { step: Step; state: SetupState }) {
  const Step = BODIES[step];
  return <Step key={step} state={state} />;
}

function Closed() {
  const t = useText();
  return (
    <Page title={t('kit.notFound.title')}>
      <EmptyState
        title={t('setup.closed.title')}
        text={t('setup.closed.text')}
        action={<LinkButton to="/sign-in">{t('setup.closed.signIn')}</LinkButton>}
      />
    </Page>
  );
}
