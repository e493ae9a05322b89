import type { Language } from '../users/user.ts';

/** A mail before its values are filled in. */
export interface MailTemplate {
  readonly subject: string;
  readonly text: string;
}

/** What a template may name as `<$name$>`. */
export const MAIL_VALUES = [
  'name',
  'user_name',
  'organisation',
  'portal_url',
  'help_contact',
  'what',
  'when',
  'pin',
] as const;

/** The values of one mail. */
export type MailValues = Readonly<Record<(typeof MAIL_VALUES)[number], string>>;

type Texts = Readonly<Record<Language, MailTemplate>>;

const NOT_YOU: Readonly<Record<Language, string>> = {
  en: 'If this was not you, open <$portal_url$>, choose “Activity” and then “This wasn’t me”. Your help desk can help as well: <$help_contact$>',
  fr: 'Si ce n’était pas vous, ouvrez <$portal_url$>, choisissez « Activité » puis « Ce n’était pas moi ». L’assistance peut aussi vous aider : <$help_contact$>',
};

function notice(
  en: readonly [subject: string, sentence: string],
  fr: readonly [subject: string, sentence: string],
): Texts {
  const whole = ([subject, sentence]: readonly [string, string], hello: string, at: string, language: Language) => ({
    subject,
    text: `${hello}\n\n${sentence}\n${at}\n\n${NOT_YOU[language]}\n\n<$organisation$>`,
  });
  return {
    en: whole(en, 'Hello <$name$>,', 'When: <$when$>', 'en'),
    fr: whole(fr, 'Bonjour <$name$>,', 'Date : <$when$>', 'fr'),
  };
}

function welcome(en: string, fr: string): Texts {
  return {
    en: {
      subject: 'Your sign-in to <$organisation$> in two steps',
      text: `Hello <$name$>,\n\nFrom now on you sign in to <$organisation$> in two steps, with your user name <$user_name$>.\n\n${en}\n\nQuestions? Your help desk: <$help_contact$>\n\n<$organisation$>`,
    },
    fr: {
      subject: 'Votre connexion à <$organisation$> en deux étapes',
      text: `Bonjour <$name$>,\n\nVous vous connectez désormais à <$organisation$> en deux étapes, avec votre nom d’utilisateur <$user_name$>.\n\n${fr}\n\nDes questions ? L’assistance : <$help_contact$>\n\n<$organisation$>`,
    },
  };
}

const PIN_EN = 'Your first PIN is <$pin$>. You are asked to change it when you use it for the first time.';
const PIN_FR = 'Votre premier code PIN est <$pin$>. Il vous sera demandé de le changer à la première utilisation.';
const TEXT_EN = 'After your password we send a code to your phone <$what$>. You type this code.';
const TEXT_FR = 'Après votre mot de passe, nous envoyons un code à votre téléphone <$what$>. Vous saisissez ce code.';
const OATH_EN = 'After your password you type the code that your device or app shows (<$what$>).';
const OATH_FR =
  'Après votre mot de passe, vous saisissez le code affiché par votre appareil ou application (<$what$>).';
const ENROLL_EN =
  'To begin, open <$portal_url$>, sign in with your password and choose how you want to confirm that it is you. It takes about a minute.';
const ENROLL_FR =
  'Pour commencer, ouvrez <$portal_url$>, connectez-vous avec votre mot de passe et choisissez comment confirmer votre identité. Cela prend environ une minute.';

/** Every mail that the product sends to its users, by what it is about. None but a first PIN holds a secret. */
export const MAIL_TEMPLATES = {
  method_added: notice(
    ['A sign-in method was added', 'A new sign-in method was added to your account: <$what$>.'],
    ['Méthode de connexion ajoutée', 'Une méthode de connexion a été ajoutée à votre compte : <$what$>.'],
  ),
  method_replaced: notice(
    ['A phone number was replaced', 'A phone number of your account was replaced by <$what$>.'],
    ['Numéro de téléphone remplacé', 'Un numéro de téléphone de votre compte a été remplacé par <$what$>.'],
  ),
  method_removed: notice(
    ['A sign-in method was removed', 'This sign-in method was removed from your account: <$what$>.'],
    ['Méthode de connexion supprimée', 'Cette méthode de connexion a été supprimée de votre compte : <$what$>.'],
  ),
  method_turned_off: notice(
    ['A sign-in method was turned off', 'This sign-in method of your account was turned off: <$what$>.'],
    ['Méthode de connexion désactivée', 'Cette méthode de connexion de votre compte a été désactivée : <$what$>.'],
  ),
  method_turned_on: notice(
    ['A sign-in method was turned on', 'This sign-in method of your account was turned on again: <$what$>.'],
    ['Méthode de connexion réactivée', 'Cette méthode de connexion de votre compte a été réactivée : <$what$>.'],
  ),
  recovery_codes_created: notice(
    ['New recovery codes', 'New recovery codes were made for your account. Earlier ones no longer work.'],
    [
      'Nouveaux codes de récupération',
      'De nouveaux codes de récupération ont été créés pour votre compte. Les anciens ne fonctionnent plus.',
    ],
  ),
  questions_set: notice(
    ['Security questions changed', 'The security questions of your account were answered anew.'],
    ['Questions de sécurité modifiées', 'Les réponses aux questions de sécurité de votre compte ont été modifiées.'],
  ),
  pin_set: notice(
    ['Your PIN was changed', 'The PIN of your account was changed.'],
    ['Votre code PIN a été changé', 'Le code PIN de votre compte a été changé.'],
  ),
  bypass_started: notice(
    ['Your next sign-in skips the second step', 'You let your next sign-in skip the second step until <$what$>.'],
    [
      'Votre prochaine connexion sans seconde étape',
      'Vous avez dispensé votre prochaine connexion de la seconde étape jusqu’à <$what$>.',
    ],
  ),
  fraud_reported: notice(
    ['Your report was received', 'You reported a sign-in that was not yours. Your other sessions were ended.'],
    [
      'Votre signalement est enregistré',
      'Vous avez signalé une connexion qui n’était pas la vôtre. Vos autres sessions ont été fermées.',
    ],
  ),
  welcome_text_message: welcome(TEXT_EN, TEXT_FR),
  welcome_text_message_pin: welcome(`${TEXT_EN} ${PIN_EN}`, `${TEXT_FR} ${PIN_FR}`),
  welcome_oath: welcome(OATH_EN, OATH_FR),
  welcome_oath_pin: welcome(`${OATH_EN} ${PIN_EN}`, `${OATH_FR} ${PIN_FR}`),
  welcome_enroll: welcome(ENROLL_EN, ENROLL_FR),
  welcome_enroll_pin: welcome(`${ENROLL_EN} ${PIN_EN}`, `${ENROLL_FR} ${PIN_FR}`),
} as const satisfies Record<string, Texts>;

/** What a mail is about. */
export type MailEvent = keyof typeof MAIL_TEMPLATES;

/** Fills in a template. A value never becomes a place of its own, nor another line of the head of the mail. */
export function renderMail(
  template: MailTemplate,
  values: MailValues,
): { readonly subject: string; readonly text: string } {
  const fill = (text: string) =>
    text.replace(/<\$([a-z_]+)\$>/g, (whole, name: string) =>
      (MAIL_VALUES as readonly string[]).includes(name) ? plain(values[name as keyof MailValues]) : whole,
    );
  return { subject: fill(template.subject), text: tidy(fill(template.text)) };
}

function plain(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
}

/** What is not set leaves no double blank behind. */
function tidy(text: string): string {
  return text
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
