import { flag, listOf, oneOf, refused, textThat, wholeNumber } from '../json-checks.ts';
import { type Parsed, valid } from '../problem.ts';
import { BUILT_IN_QUESTIONS, parseOwnQuestion } from '../questions/security-questions.ts';
import { setting } from './setting-field.ts';

/** What people can enrol by themselves, best first. */
export const ENROLLABLE_KINDS = ['passkey', 'totp', 'token', 'phone'] as const;

/** See {@link ENROLLABLE_KINDS}. */
export type EnrollableKind = (typeof ENROLLABLE_KINDS)[number];

const LONGEST_LINE = 200;
const LONGEST_BYPASS_SECONDS = 86_400;

const line = textThat(
  (text, field): Parsed<string> =>
    text.length > LONGEST_LINE || /\p{C}/u.test(text)
      ? refused(field, 'not_a_line', `must be one line of at most ${LONGEST_LINE} characters`, undefined)
      : valid(text.trim()),
);

const httpsAddress = textThat((text, field): Parsed<string> => {
  const isAddress =
    text === '' || /^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(text) || /^http:\/\/localhost(:\d+)?(\/\S*)?$/.test(text);
  return isAddress
    ? valid(text.replace(/\/$/, ''))
    : refused(field, 'not_an_address', 'must be an address like https://mfa.example.org', text);
});

const ownQuestion = textThat(
  (text, field): Parsed<string> =>
    parseOwnQuestion(text) === undefined
      ? refused(field, 'not_a_question', 'must be "id|English question?|question en français ?"', text)
      : valid(text),
);

/** The settings of the portal (product inventory 7.2). */
export const portalSettingFields = {
  'portal.organisation': setting(
    '',
    line,
    'Name of the organisation, as pages and mails say it.',
    'Nom de l’organisation, tel que les pages et les courriels l’affichent.',
  ),
  'portal.url': setting(
    '',
    httpsAddress,
    'Address of the portal, as mails name it.',
    'Adresse du portail, telle que les courriels la citent.',
  ),
  'portal.help_contact': setting(
    '',
    line,
    'Where people find help: a phone number or a mail address.',
    'Où trouver de l’aide : un numéro de téléphone ou une adresse électronique.',
  ),
  'portal.enrollment_allowed': setting(
    true,
    flag,
    'Whether people may set up their own sign-in methods.',
    'Autoriser chacun à configurer ses méthodes de connexion.',
  ),
  'portal.methods': setting<readonly EnrollableKind[]>(
    [...ENROLLABLE_KINDS],
    listOf(oneOf(...ENROLLABLE_KINDS), ENROLLABLE_KINDS.length),
    'Methods that people may set up: passkey, totp, token, phone.',
    'Méthodes que chacun peut configurer : passkey, totp, token, phone.',
  ),
  'portal.most_per_kind': setting(
    5,
    wholeNumber(1, 10),
    'How many methods of one kind a person may have.',
    'Nombre maximal de méthodes d’un même type par personne.',
  ),
  'portal.prompt_backup': setting(
    true,
    flag,
    'Whether people without a second method are asked to add one.',
    'Proposer d’ajouter une seconde méthode à qui n’en a qu’une.',
  ),
  'portal.require_backup': setting(
    false,
    flag,
    'Whether adding a second method cannot be put off.',
    'Rendre obligatoire l’ajout d’une seconde méthode.',
  ),
  'portal.method_selection_allowed': setting(
    true,
    flag,
    'Whether people choose the method that is asked for first.',
    'Autoriser chacun à choisir sa méthode par défaut.',
  ),
  'portal.phone_change_allowed': setting(
    true,
    flag,
    'Whether people may add, replace and remove their phone numbers.',
    'Autoriser chacun à ajouter, remplacer et supprimer ses numéros.',
  ),
  'portal.language_selection_allowed': setting(
    true,
    flag,
    'Whether people choose their languages.',
    'Autoriser chacun à choisir ses langues.',
  ),
  'portal.recovery_codes_allowed': setting(
    true,
    flag,
    'Whether people may make recovery codes.',
    'Autoriser les codes de récupération.',
  ),
  'portal.pin_change_allowed': setting(
    true,
    flag,
    'Whether people may set and change their PIN.',
    'Autoriser chacun à définir et changer son code PIN.',
  ),
  'portal.bypass_allowed': setting(
    false,
    flag,
    'Whether people may let their next sign-in skip the second factor.',
    'Autoriser chacun à dispenser sa prochaine connexion du second facteur.',
  ),
  'portal.bypass_seconds_editable': setting(
    false,
    flag,
    'Whether people choose how long such a bypass waits.',
    'Autoriser le choix de la durée de cette dispense.',
  ),
  'portal.bypass_longest_seconds': setting(
    900,
    wholeNumber(30, LONGEST_BYPASS_SECONDS),
    'Longest wait in seconds that people may choose.',
    'Durée maximale en secondes que chacun peut choisir.',
  ),
  'portal.enrollment_grace_days': setting(
    0,
    wholeNumber(0, 365),
    'Days for which a person without a method may put the enrollment off; 0: none.',
    'Nombre de jours pendant lesquels la configuration peut être remise ; 0 : aucun.',
  ),
  'portal.questions_count': setting(
    0,
    wholeNumber(0, 10),
    'Security questions that a person answers; 0: none.',
    'Nombre de questions de sécurité à remplir ; 0 : aucune.',
  ),
  'portal.questions_right': setting(
    2,
    wholeNumber(1, 10),
    'Right answers that open the portal when the method is not at hand.',
    'Nombre de bonnes réponses qui ouvrent le portail sans la méthode habituelle.',
  ),
  'portal.questions_fallback': setting(
    false,
    flag,
    'Whether security questions open the portal when the method is not at hand.',
    'Accepter les questions de sécurité pour entrer dans le portail sans la méthode habituelle.',
  ),
  'portal.questions_offered': setting<readonly string[]>(
    Object.keys(BUILT_IN_QUESTIONS),
    listOf(line, 50),
    'Ids of the questions on offer, in their order.',
    'Identifiants des questions proposées, dans leur ordre.',
  ),
  'portal.questions_own': setting<readonly string[]>(
    [],
    listOf(ownQuestion, 30),
    'Questions of the company: "id|English|français".',
    'Questions de l’organisation : « id|English|français ».',
  ),
  'portal.questions_minimum_length': setting(
    3,
    wholeNumber(1, 30),
    'Characters that an answer has at least.',
    'Nombre minimal de caractères d’une réponse.',
  ),
} as const;
