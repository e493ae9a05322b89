import { describe, expect, it } from '@jest/globals';
import { checkTextMessageTemplate, renderTextMessage } from './text-message-template.ts';

const codesOf = (template: string) =>
  checkTextMessageTemplate(template, 'text_message.template.en').map((problem) => problem.code);

describe('a text message', () => {
  it('has the code and the name of the application in their places, as often as they occur', () => {
    const template = '<$otp$>: your code for <$application_name$>. Code <$otp$>';
    const values = { otp: '042042', applicationName: 'VPN Paris' };
    expect(renderTextMessage(template, values)).toBe('042042: your code for VPN Paris. Code 042042');
  });

  it('does not take an application name for a template or a pattern', () => {
    const values = { otp: '042042', applicationName: '<$otp$> $& $1' };
    expect(renderTextMessage('<$application_name$> <$otp$>', values)).toBe('<$otp$> $& $1 042042');
  });

  it('leaves alone what is no placeholder', () => {
    const values = { otp: '1', applicationName: 'VPN' };
    expect(renderTextMessage('<$toString$> <$otp$> <otp>', values)).toBe('<$toString$> 1 <otp>');
  });

  it('gets no line end, no half character and no endless text from an application name', () => {
    const name = (applicationName: string) =>
      renderTextMessage('<$otp$> <$application_name$>', { otp: '1', applicationName });
    expect(name('VPN\r\nCall 0900')).toBe('1 VPN  Call 0900');
    expect(name('VPN\ud800')).toBe('1 VPN');
    expect(name('😀'.repeat(100))).toBe(`1 ${'😀'.repeat(64)}`);
  });
});

describe('a template', () => {
  it.each(['Code: <$otp$>', '<$otp$>', 'Votre code pour <$application_name$>\n<$otp$>', '50 $ > 40 $: <$otp$>'])(
    'may be %j',
    (template) => {
      expect(codesOf(template)).toEqual([]);
    },
  );

  it.each([
    ['no placeholder', ['missing_placeholder']],
    ['', ['missing_placeholder']],
    ['<$otp$> <$pin$> <$pin$>', ['unknown_placeholder']],
    ['<$OTP$>', ['unknown_placeholder', 'missing_placeholder']],
    ['<$otp> $>', ['missing_placeholder', 'malformed_placeholder']],
    ['<$otp$> <$', ['malformed_placeholder']],
    ['<$otp$>\0', ['malformed_text']],
    ['<$otp$>\ud800', ['malformed_text']],
    ['<$toString$> <$otp$>', ['unknown_placeholder']],
    [`<$otp$>${'я'.repeat(200)}`, ['too_long']],
    ['a'.repeat(1001), ['too_long']],
  ])('%j has the problems %j', (template, problems) => {
    expect(codesOf(template)).toEqual(problems);
  });

  it('is told what is wrong with it', () => {
    expect(checkTextMessageTemplate('<$pin$>', 'text_message.template.fr').map((problem) => problem.message)).toEqual([
      'text_message.template.fr has the placeholder <$pin$>; there are <$otp$> and <$application_name$>.',
      'text_message.template.fr does not hold <$otp$>, where the code goes.',
    ]);
  });
});
