/**
 * @jest-environment @happy-dom/jest-environment
 */
import { createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod/mini';
import { ApiProblem } from '../api/problem.ts';
import { TextCatalogue } from '../text/catalogue.ts';
import { TextProvider } from '../text/text-context.tsx';
import { TextField } from './fields.tsx';
import { Form } from './form.tsx';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const TEXTS: Record<string, string> = {
  'kit.field.required': 'Please fill this in.',
  'kit.field.taken': 'In use already.',
  'kit.form.errors': 'Look again',
  'kit.problem.already_exists.what': 'This exists already.',
  'kit.problem.already_exists.works': 'Nothing was changed.',
  'kit.problem.reference': 'Reference',
  'kit.problem.copyReference': 'Copy the reference',
  'kit.problem.already_exists.do': 'Choose another value.',
};

async function show(content: ReactNode): Promise<HTMLElement> {
  const load = async () => ({ default: TEXTS });
  const catalogue = new TextCatalogue({ base: { en: load, fr: load } }, 'en');
  await catalogue.load(['base']);
  const router = createRouter({ routeTree: createRootRoute({ component: () => content }) });
  document.body.innerHTML = '<div id="root"></div>';
  const root = document.getElementById('root') as HTMLElement;
  await act(async () => {
    await router.load();
    createRoot(root).render(
      <TextProvider catalogue={catalogue}>
        <RouterProvider router={router} />
      </TextProvider>,
    );
  });
  return root;
}

async function type(field: HTMLInputElement, value: string): Promise<void> {
  await act(async () => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    set?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const submit = async (root: HTMLElement) =>
  await act(async () => {
    root.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 0));
  });

const schema = z.object({ name: z.string().check(z.minLength(1)), mail: z.string().check(z.minLength(1)) });

function UserForm({ onSubmit }: { onSubmit: (values: { name: string; mail: string }) => Promise<void> }) {
  return (
    <Form schema={schema} defaults={{ name: '', mail: '' }} onSubmit={onSubmit} submitLabel="Save">
      <TextField name="name" label="Name" />
      <TextField name="mail" label="Mail" />
    </Form>
  );
}

const fieldOf = (root: HTMLElement, name: string) =>
  root.querySelector<HTMLInputElement>(`#f-${name}`) as HTMLInputElement;

describe('a form', () => {
  it('shows each error at its field and in a summary, goes to the first one, and sends nothing', async () => {
    const sent: object[] = [];
    const root = await show(<UserForm onSubmit={async (values) => void sent.push(values)} />);
    await submit(root);
    expect(sent).toEqual([]);
    const name = fieldOf(root, 'name');
    expect(name.getAttribute('aria-invalid')).toBe('true');
    const described = name.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toBe('Please fill this in.');
    expect([...root.querySelectorAll('[role=alert] a')].map((link) => link.getAttribute('href'))).toEqual([
      '#f-name',
      '#f-mail',
    ]);
    expect(document.activeElement).toBe(name);
  });

  it('keeps what was typed when the server refuses, and shows the refusal at the field it names', async () => {
    const refuse = async () => {
      throw new ApiProblem({ code: 'already_exists', status: 409, field: 'mail', reference: 'ref-7' });
    };
    const root = await show(<UserForm onSubmit={refuse} />);
    await type(fieldOf(root, 'name'), 'Alice');
    await type(fieldOf(root, 'mail'), 'a@b');
    await submit(root);
    expect([fieldOf(root, 'name').value, fieldOf(root, 'mail').value]).toEqual(['Alice', 'a@b']);
    expect(fieldOf(root, 'mail').getAttribute('aria-invalid')).toBe('true');
    expect(root.textContent).toContain('In use already.');
    expect(root.textContent).toContain('ref-7');
  });

  it('sends what was typed', async () => {
    const sent: object[] = [];
    const root = await show(<UserForm onSubmit={async (values) => void sent.push(values)} />);
    await type(fieldOf(root, 'name'), 'Alice');
    await type(fieldOf(root, 'mail'), 'a@b');
    await submit(root);
    expect(sent).toEqual([{ name: 'Alice', mail: 'a@b' }]);
  });
});
