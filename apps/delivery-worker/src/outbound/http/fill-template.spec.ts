import { describe, expect, it } from '@jest/globals';
import { fillTemplate, placeholdersOf } from './fill-template.ts';

const values = { to: '+41791234567', text: 'Code "1"&<2>\n=é{to}', $: '' };

describe('fillTemplate', () => {
  it('keeps JSON one document, whatever the text', () => {
    const body = fillTemplate('{"to":"{to}","text":"{text}"}', 'json', values);
    expect(JSON.parse(body)).toEqual({ to: values.to, text: values.text });
  });

  it('keeps a form of two fields, whatever the text', () => {
    const body = fillTemplate('to={to}&text={text}', 'form', values);
    expect([...new URLSearchParams(body)]).toEqual([
      ['to', values.to],
      ['text', values.text],
    ]);
  });

  it('keeps XML one element, whatever the text', () => {
    expect(fillTemplate('<text>{text}</text>', 'xml', values)).toBe(
      '<text>Code &quot;1&quot;&amp;&lt;2&gt;\n=é{to}</text>',
    );
  });

  it('takes line ends out of a header', () => {
    expect(fillTemplate('{text}', 'header', { text: 'a\r\nX-Admin: 1' })).toBe('a  X-Admin: 1');
  });

  it('does not fill placeholders in values, nor read replacement patterns', () => {
    expect(fillTemplate('{text}', 'text', { text: "{to}$&$'", to: 'x' })).toBe("{to}$&$'");
  });

  it.each(['{nobody}', '{constructor}', '{toString}'])('refuses %s, which has no value', (template) => {
    expect(() => fillTemplate(template, 'text', values)).toThrow('no value');
  });

  it('finds the placeholders of a template', () => {
    expect(placeholdersOf('{"a":{"b":"{to}"},"c":"{text}"}')).toEqual(['to', 'text']);
  });
});
