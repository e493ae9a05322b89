import { selfServiceV1 as wire } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { type CommandContexts, parseMessage } from '../../../administration/index.ts';
import type { EnrollmentOutcome } from '../../application/enrolled.ts';
import type { EnrollmentOptions } from '../../application/get-enrollment.use-case.ts';
import type { SelfServiceUseCases } from '../../application/self-service-use-cases.ts';
import {
  addTokenSchema,
  answersSchema,
  beginPasskeySchema,
  beginPhoneSchema,
  confirmSchema,
  confirmTotpSchema,
  finishPasskeySchema,
  pinSchema,
  questionsSchema,
} from './self-service-schemas.ts';

type Handlers = ServiceImplementation<typeof wire.EnrollmentServiceDefinition>;

/** `EnrollmentService` on the wire. */
export class EnrollmentGrpc {
  readonly #useCases: SelfServiceUseCases;
  readonly #contexts: CommandContexts;

  constructor(useCases: SelfServiceUseCases, contexts: CommandContexts) {
    this.#useCases = useCases;
    this.#contexts = contexts;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#options(), ...this.#codes(), ...this.#passkeys(), ...this.#secrets() };
  }

  #options(): Pick<Handlers, 'getEnrollment' | 'postponeEnrollment'> {
    const { enrollment } = this.#useCases;
    return {
      getEnrollment: async (request, call) =>
        toWire(await enrollment.execute(this.#contexts.of(call, wire.GetEnrollmentRequest, request))),
      postponeEnrollment: async (request, call) => ({
        deadlineAt: await enrollment.postpone(this.#contexts.of(call, wire.PostponeEnrollmentRequest, request)),
      }),
    };
  }

  #codes(): Pick<Handlers, 'beginPhone' | 'confirmPhone' | 'beginTotp' | 'confirmTotp' | 'addToken'> {
    const { phone, totp, token } = this.#useCases;
    const contexts = this.#contexts;
    return {
      beginPhone: async (request, call) => {
        const command = parseMessage(beginPhoneSchema, request);
        return await phone.begin(command, contexts.of(call, wire.BeginPhoneRequest, request));
      },
      confirmPhone: async (request, call) => {
        const { enrollmentId, code } = parseMessage(confirmSchema, request);
        const context = contexts.of(call, wire.ConfirmPhoneRequest, request);
        return answerOf(await phone.confirm(enrollmentId, code, context));
      },
      beginTotp: async (request, call) =>
        await totp.begin(request.isAnew, contexts.of(call, wire.BeginTotpRequest, request)),
      confirmTotp: async (request, call) => {
        const { enrollmentId, code, name } = parseMessage(confirmTotpSchema, request);
        const context = contexts.of(call, wire.ConfirmTotpRequest, request);
        return answerOf(await totp.confirm(enrollmentId, code, name, context));
      },
      addToken: async (request, call) => {
        const command = parseMessage(addTokenSchema, request);
        return answerOf(await token.execute(command, contexts.of(call, wire.AddTokenRequest, request)));
      },
    };
  }

  #passkeys(): Pick<Handlers, 'beginPasskey' | 'finishPasskey'> {
    const { passkey } = this.#useCases;
    return {
      beginPasskey: async (request, call) => {
        const { origin } = parseMessage(beginPasskeySchema, request);
        return await passkey.begin(origin, this.#contexts.of(call, wire.BeginPasskeyRequest, request));
      },
      finishPasskey: async (request, call) => {
        const command = parseMessage(finishPasskeySchema, request);
        const context = this.#contexts.of(call, wire.FinishPasskeyRequest, request);
        return answerOf(await passkey.finish(command, context));
      },
    };
  }

  #secrets(): Pick<Handlers, 'createRecoveryCodes' | 'getQuestions' | 'setAnswers' | 'getPinRules' | 'setPin'> {
    const { recoveryCodes, questions, pin } = this.#useCases;
    const contexts = this.#contexts;
    return {
      createRecoveryCodes: async (request, call) => {
        const made = await recoveryCodes.execute(contexts.of(call, wire.CreateRecoveryCodesRequest, request));
        return { ...made, codes: [...made.codes] };
      },
      getQuestions: async (request, call) => {
        const { language } = parseMessage(questionsSchema, request);
        const shown = await questions.get(language, contexts.of(call, wire.GetQuestionsRequest, request));
        return { ...shown, questions: [...shown.questions] };
      },
      setAnswers: async (request, call) => {
        const { answers } = parseMessage(answersSchema, request);
        const context = contexts.of(call, wire.SetAnswersRequest, request);
        return { problems: [...(await questions.set(answers, context))] };
      },
      getPinRules: async (request, call) => {
        const shown = await pin.rules(contexts.of(call, wire.GetPinRulesRequest, request));
        return { ...shown, rules: [...shown.rules], forbiddenPieces: [...shown.forbiddenPieces] };
      },
      setPin: async (request, call) => {
        const wanted = parseMessage(pinSchema, request);
        const context = contexts.of(call, wire.SetPinRequest, request);
        return { brokenRules: [...(await pin.set(wanted.pin, context))] };
      },
    };
  }
}

function toWire(options: EnrollmentOptions): wire.GetEnrollmentResponse {
  const { kinds, knownPhones, callingCodes, policy } = options;
  return {
    ...options,
    kinds: kinds.map((each) => ({ ...each, traits: [...each.traits] })),
    knownPhones: [...knownPhones],
    callingCodes: [...callingCodes],
    policy: { ...policy, kinds: [...policy.kinds] },
  };
}

function answerOf({ enrolled, ...rest }: EnrollmentOutcome): { outcome: wire.EnrollmentOutcome } {
  return {
    outcome: { ...rest, enrolled: enrolled === undefined ? undefined : { ...enrolled, next: [...enrolled.next] } },
  };
}
