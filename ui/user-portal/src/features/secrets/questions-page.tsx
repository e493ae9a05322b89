import {
  Banner,
  Card,
  EmptyState,
  Form,
  Page,
  QueryView,
  Select,
  Stack,
  TextField,
  type ApiAnswer,
  Time,
  useGo,
  useLanguage,
  useText,
  useToast,
} from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation, useApiQuery } from '../../api.ts';

type Questions = ApiAnswer<PortalApi['GET /api/questions']>;
type Problem = ApiAnswer<PortalApi['PUT /api/questions']>['problems'][number];

/** P10: answers are written once and never shown again. */
export function QuestionsPage() {
  const t = useText();
  const { language } = useLanguage();
  const query = useApiQuery('GET /api/questions', { query: { language } }, { keepsPrevious: true });
  return (
    <Page title={t('secrets.questions.title')} intro={t('secrets.questions.intro')}>
      <QueryView query={query}>
        {(questions) =>
          questions.wanted === 0 ? (
            <EmptyState title={t('secrets.questions.none')} />
          ) : (
            <Card>
              {questions.answeredAt && (
                <Banner>
                  {t('secrets.questions.answered')} <Time value={questions.answeredAt} format="date" />
                </Banner>
              )}
              <AnswerForm questions={questions} />
            </Card>
          )
        }
      </QueryView>
    </Page>
  );
}

function schemaOf(count: number, minimum: number) {
  const row = z.object({
    questionId: z.string().check(z.minLength(1)),
    answer: z.string().check(z.trim(), z.minLength(minimum), z.maxLength(200)),
  });
  return z.object({ rows: z.array(row).check(z.minLength(count)) });
}

function AnswerForm({ questions }: { questions: Questions }) {
  const t = useText();
  const go = useGo();
  const toast = useToast();
  const set = useApiMutation('PUT /api/questions');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const { wanted, minimumLength } = questions;
  const options = questions.questions.map(({ id, text }) => ({ value: id, label: text }));
  const rows = Array.from({ length: wanted }, (_, i) => ({ questionId: options[i]?.value ?? '', answer: '' }));
  const save = async (values: { rows: { questionId: string; answer: string }[] }) => {
    const answer = await set.mutateAsync({ body: { answers: values.rows } });
    setProblems(answer.problems);
    if (answer.problems.length > 0) return;
    toast(t('secrets.questions.saved'));
    go('/methods');
  };
  return (
    <Form
      schema={schemaOf(wanted, Math.max(1, minimumLength))}
      defaults={{ rows }}
      onSubmit={save}
      submitLabel={t('secrets.questions.save')}
      hasDirtyGuard={problems.length === 0}
    >
      <Stack>
        {problems.length > 0 && (
          <div role="alert">
            <Banner tone="danger">
              {[...new Set(problems.map(({ code }) => code))].map((code) => (
                <p key={code}>{t(`secrets.questions.problem.${code}`, { minimum: minimumLength })}</p>
              ))}
            </Banner>
          </div>
        )}
        {rows.map((row, i) => (
          <fieldset key={row.questionId || i}>
            <Stack>
              <legend className="visually-hidden">{t('secrets.questions.number', { number: i + 1 })}</legend>
              <Select
                name={`rows.${i}.questionId`}
                label={t('secrets.questions.number', { number: i + 1 })}
                options={options}
              />
              <TextField
                name={`rows.${i}.answer`}
                label={t('secrets.questions.answer', { number: i + 1 })}
                description={t('secrets.questions.answerAbout', { minimum: minimumLength })}
                maxLength={200}
              />
            </Stack>
          </fieldset>
        ))}
      </Stack>
    </Form>
  );
}
