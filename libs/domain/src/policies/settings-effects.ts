import type { Language } from '../users/user.ts';
import type { CompanySettings, LockoutSettings } from './company-settings.ts';

// Sentences of what settings lead to, for who changes them. Each is proved against the behaviour in settings-effects.spec.ts.

type Sentence = Readonly<Record<Language, string>>;

/** "After 5 denials within 15 min the account is locked for 15 min." */
export function lockout({ lockout: rules }: CompanySettings): Sentence {
  const { denials, reset, unlock } = read(rules);
  return {
    en: `After ${plural(denials, 'denial', 'denials')} within ${reset} the account is locked for ${unlock}.`,
    fr: `Après ${pluriel(denials, 'refus', 'refus')} en ${reset}, le compte est verrouillé pendant ${unlock}.`,
  };
}

/** What happens to somebody who types wrong passwords. */
export function passwords({ passwordThrottle }: CompanySettings): Sentence {
  const { denials, reset, unlock } = read(passwordThrottle);
  return {
    en: `After ${plural(denials, 'wrong password', 'wrong passwords')} within ${reset}, passwords are not looked at for ${unlock}; the directory never counts more.`,
    fr: `Après ${pluriel(denials, 'mot de passe erroné', 'mots de passe erronés')} en ${reset}, les mots de passe ne sont plus vérifiés pendant ${unlock} ; l’annuaire n’en compte jamais plus.`,
  };
}

/** How long codes live and how many tries there are. */
export function codes(settings: CompanySettings): Sentence {
  const { oneTimePasswordLifetimeSeconds, challengeLifetimeSeconds, attemptsPerChallenge, totpWindowSteps } = settings;
  const life = seconds(oneTimePasswordLifetimeSeconds);
  const wait = seconds(challengeLifetimeSeconds);
  const early = totpWindowSteps === 0;
  return {
    en: `A code that was sent is good for ${life}; a question waits ${wait} and takes ${plural(attemptsPerChallenge, 'answer', 'answers')}. ${early ? 'A code of an app counts in its own 30 s only.' : 'A code of an app may be 30 s early or late.'}`,
    fr: `Un code envoyé est valable ${life} ; une question attend ${wait} et accepte ${pluriel(attemptsPerChallenge, 'réponse', 'réponses')}. ${early ? 'Le code d’une application ne vaut que pendant ses 30 s.' : 'Le code d’une application peut avoir 30 s d’avance ou de retard.'}`,
  };
}

/** How many texts go out, where to, and what follows when one does not. */
export function textMessages({ textMessageLimits, onDeliveryFailure }: CompanySettings): Sentence {
  const { perNumberPerHour, perUserPerHour, allowedCallingCodes } = textMessageLimits;
  const where = allowedCallingCodes.join(', ');
  const falls = onDeliveryFailure === 'fallback';
  return {
    en: `At most ${perNumberPerHour} texts an hour go to one number and ${perUserPerHour} to one user, ${where === '' ? 'to every country' : `to numbers that begin with ${where} only`}. If a text cannot be sent, ${falls ? 'another method is asked for' : 'the sign-in is refused'}.`,
    fr: `Au plus ${perNumberPerHour} SMS par heure vers un numéro et ${perUserPerHour} pour un utilisateur, ${where === '' ? 'vers tous les pays' : `vers les seuls numéros commençant par ${where}`}. Si un SMS ne peut pas partir, ${falls ? 'une autre méthode est demandée' : 'la connexion est refusée'}.`,
  };
}

/** What a PIN must be like. */
export function pin({ pinRules }: CompanySettings): Sentence {
  const { minimumLength, maximumLength, expiryDays, historyDepth } = pinRules;
  const old = historyDepth === 0;
  return {
    en: `A PIN has ${minimumLength} to ${maximumLength} digits, ${expiryDays === 0 ? 'lasts until it is changed' : `must be changed after ${plural(expiryDays, 'day', 'days')}`}, and ${old ? 'may be one used before' : `may not be one of the last ${historyDepth}`}.`,
    fr: `Un code PIN a de ${minimumLength} à ${maximumLength} chiffres, ${expiryDays === 0 ? 'vaut jusqu’à son changement' : `doit être changé après ${pluriel(expiryDays, 'jour', 'jours')}`}, et ${old ? 'peut reprendre un ancien code' : `ne peut pas être l’un des ${historyDepth} derniers`}.`,
  };
}

/** How long exceptions last. */
export function exceptions({ oneTimeBypassSeconds, blockDays }: CompanySettings): Sentence {
  const wait = seconds(oneTimeBypassSeconds);
  return {
    en: `A one-time bypass waits ${wait} for its sign-in; a block ends by itself after ${plural(blockDays, 'day', 'days')}.`,
    fr: `Une dispense à usage unique attend sa connexion ${wait} ; un blocage se lève de lui-même après ${pluriel(blockDays, 'jour', 'jours')}.`,
  };
}

/** Which methods count, and from where none is asked for. */
export function methods({ allowedMethods, trustedNetworks }: CompanySettings): Sentence {
  const where = trustedNetworks.join(', ');
  return {
    en: `${plural(allowedMethods.length, 'method counts', 'methods count')} as a second factor. ${where === '' ? 'It is asked for from everywhere.' : `From ${where} it is not asked for, but on our own pages.`}`,
    fr: `${pluriel(allowedMethods.length, 'méthode est acceptée', 'méthodes sont acceptées')} comme second facteur. ${where === '' ? 'Il est demandé de partout.' : `Depuis ${where}, il n’est pas demandé, sauf sur nos propres pages.`}`,
  };
}

/** How long sessions in the browser last. */
export function sessions({ sessions: { portal, console } }: CompanySettings): Sentence {
  const [idle, longest] = [seconds(portal.idleMinutes * 60), seconds(portal.longestMinutes * 60)];
  const [ownIdle, ownLongest] = [seconds(console.idleMinutes * 60), seconds(console.longestMinutes * 60)];
  return {
    en: `The portal signs out after ${idle} without a click and after ${longest} in any case; the console after ${ownIdle} and ${ownLongest}.`,
    fr: `Le portail déconnecte après ${idle} sans activité et dans tous les cas après ${longest} ; la console après ${ownIdle} et ${ownLongest}.`,
  };
}

/** Who takes our mails. */
export function mailServer({ mailRelay: { isEnabled, host, from, security } }: CompanySettings): Sentence {
  if (!isEnabled) return { en: 'Nobody gets mails.', fr: 'Personne ne reçoit de courriels.' };
  if (host === '' || from === '') {
    return {
      en: 'Mails leave by the mail server that the delivery worker has in its own configuration, if it has one.',
      fr: 'Les courriels partent par le serveur indiqué dans la configuration du service d’envoi, s’il y en a un.',
    };
  }
  const way = security === 'none' ? { en: 'in clear', fr: 'en clair' } : { en: 'encrypted', fr: 'chiffrés' };
  return {
    en: `Mails from ${from} go to ${host}, ${way.en}.`,
    fr: `Les courriels de ${from} vont à ${host}, ${way.fr}.`,
  };
}

/** Which names lead to a user, and the language of who chose none. */
export function names({ userNameDomains, language }: CompanySettings): Sentence {
  const domains = userNameDomains.join(', ');
  const tongue = { en: { en: 'English', fr: 'French' }, fr: { en: 'anglais', fr: 'français' } } as const;
  return {
    en: `${domains === '' ? 'Names with a domain lead to a user only by an alias' : `The domains ${domains} are left out of names`}. Texts are in ${tongue.en[language]} for users who have not chosen.`,
    fr: `${domains === '' ? 'Un nom avec domaine ne mène à un utilisateur que par un alias' : `Les domaines ${domains} sont retirés des noms`}. Les textes sont en ${tongue.fr[language]} pour qui n’a pas choisi.`,
  };
}

/** What the journal leaves out. */
export function journalFields({ journalFields: fields }: CompanySettings): Sentence {
  const words = {
    names: { en: 'names', fr: 'noms' },
    mail: { en: 'mail addresses', fr: 'adresses électroniques' },
    phone: { en: 'phone numbers', fr: 'numéros de téléphone' },
    client_address: { en: 'addresses of clients', fr: 'adresses des clients' },
  } as const;
  const left = (Object.keys(words) as (keyof typeof words)[]).filter((field) => !fields[field]);
  const list = (language: Language): string => left.map((field) => words[field][language]).join(', ');
  return {
    en: left.length === 0 ? 'The journal holds everything there is.' : `The journal leaves out: ${list('en')}.`,
    fr: left.length === 0 ? 'Le journal contient tout ce qui existe.' : `Le journal ne contient pas : ${list('fr')}.`,
  };
}

/** Who may set up what. */
export function enrollment({ portal }: CompanySettings): Sentence {
  if (!portal.isEnrollmentAllowed) {
    return {
      en: 'Nobody sets up a method by themselves: an administrator does it for each person.',
      fr: 'Personne ne configure de méthode : un administrateur le fait pour chacun.',
    };
  }
  const grace = portal.enrollmentGraceDays;
  return {
    en: `People set up ${plural(portal.methods.length, 'kind', 'kinds')} of methods, at most ${portal.mostPerKind} of each${grace === 0 ? ', at their first sign-in' : `, within ${plural(grace, 'day', 'days')} of their first sign-in`}. ${backup(portal, 'en')}`,
    fr: `Chacun configure ${pluriel(portal.methods.length, 'type', 'types')} de méthodes, au plus ${portal.mostPerKind} de chaque${grace === 0 ? ', à la première connexion' : `, dans les ${pluriel(grace, 'jour', 'jours')} après la première connexion`}. ${backup(portal, 'fr')}`,
  };
}

function backup({ isBackupRequired, promptsBackup }: CompanySettings['portal'], language: Language): string {
  if (isBackupRequired) return { en: 'A second one is required.', fr: 'Une seconde est obligatoire.' }[language];
  return promptsBackup
    ? { en: 'A second one is suggested.', fr: 'Une seconde est proposée.' }[language]
    : { en: 'A second one is not asked for.', fr: 'Une seconde n’est pas demandée.' }[language];
}

/** Whether people may skip their own second factor. */
export function ownBypass({ portal, oneTimeBypassSeconds }: CompanySettings): Sentence {
  if (!portal.isBypassAllowed) {
    return {
      en: 'Nobody lets their own sign-in skip the second factor.',
      fr: 'Personne ne peut se dispenser du second facteur.',
    };
  }
  const isOwn = portal.areBypassSecondsEditable;
  const longest = seconds(isOwn ? portal.bypassLongestSeconds : oneTimeBypassSeconds);
  return {
    en: `People may let their next sign-in skip the second factor, for ${isOwn ? 'up to ' : ''}${longest}.`,
    fr: `Chacun peut dispenser sa prochaine connexion du second facteur, pendant ${isOwn ? 'au plus ' : ''}${longest}.`,
  };
}

/** What security questions are good for. */
export function questions({ portal }: CompanySettings): Sentence {
  const { count, right, isFallback } = portal.questions;
  if (count === 0) {
    return { en: 'There are no security questions.', fr: 'Il n’y a pas de questions de sécurité.' };
  }
  const open = Math.min(right, count);
  return {
    en: `People answer ${plural(count, 'question', 'questions')}; ${isFallback ? `${plural(open, 'right answer opens', 'right answers open')} the portal when the method is not at hand` : 'the answers do not open the portal'}.`,
    fr: `Chacun répond à ${pluriel(count, 'question', 'questions')} ; ${isFallback ? `${pluriel(open, 'bonne réponse ouvre', 'bonnes réponses ouvrent')} le portail sans la méthode habituelle` : 'les réponses n’ouvrent pas le portail'}.`,
  };
}

/** What people may change by themselves. */
export function ownChanges({ portal }: CompanySettings): Sentence {
  const may: readonly (readonly [boolean, string, string])[] = [
    [portal.isMethodSelectionAllowed, 'choose their default method', 'choisir leur méthode par défaut'],
    [portal.isPhoneChangeAllowed, 'change their phone numbers', 'changer leurs numéros de téléphone'],
    [portal.isPinChangeAllowed, 'change their PIN', 'changer leur code PIN'],
    [portal.areRecoveryCodesAllowed, 'make recovery codes', 'créer des codes de récupération'],
    [portal.isLanguageSelectionAllowed, 'choose their languages', 'choisir leurs langues'],
  ];
  const allowed = may.filter(([isAllowed]) => isAllowed);
  return {
    en:
      allowed.length === 0 ? 'People change nothing here.' : `People may ${allowed.map((each) => each[1]).join(', ')}.`,
    fr:
      allowed.length === 0
        ? 'Rien ne peut être changé ici.'
        : `Les utilisateurs peuvent ${allowed.map((each) => each[2]).join(', ')}.`,
  };
}

function read({ denials, resetMinutes, unlockMinutes }: LockoutSettings) {
  return { denials, reset: seconds(resetMinutes * 60), unlock: seconds(unlockMinutes * 60) };
}

/** "5 min", "90 s", "2 h": the same in both languages. */
function seconds(count: number): string {
  if (count % 3600 === 0) return `${count / 3600} h`;
  return count % 60 === 0 ? `${count / 60} min` : `${count} s`;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** French counts zero as one. */
function pluriel(count: number, one: string, many: string): string {
  return `${count} ${count < 2 ? one : many}`;
}
