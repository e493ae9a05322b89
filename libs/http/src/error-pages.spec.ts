import { describe, expect, it } from '@jest/globals';
import { errorPage, errorPageStatus, type ErrorPageKind } from './error-pages.ts';

const kinds = Object.keys(errorPageStatus) as ErrorPageKind[];

describe.each(['en', 'fr'] as const)('the pages in %s', (language) => {
  it.each(kinds)('say without script or inline style: %s', (kind) => {
    const page = errorPage(kind, language, '01REF');
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain('01REF');
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<script|style="|<style|https?:/);
  });
});
