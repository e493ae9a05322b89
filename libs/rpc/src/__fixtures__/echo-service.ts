/** A message codec over JSON, with the shape of the generated ones. */
function jsonCodec<T>() {
  return {
    encode: (message: T) => ({ finish: (): Uint8Array => Buffer.from(JSON.stringify(message)) }),
    decode: (octets: Uint8Array): T => JSON.parse(Buffer.from(octets).toString('utf8')) as T,
  };
}

export interface Question {
  readonly text: string;
}

export interface Reply {
  readonly text: string;
}

export interface Batch {
  readonly items: readonly string[];
}

const question = jsonCodec<Question>();
const reply = jsonCodec<Reply>();
const batch = jsonCodec<Batch>();

/** A service with a method of every kind; nobody is ever listed for `hidden`. */
export const EchoServiceDefinition = {
  name: 'EchoService',
  fullName: 'countersign.test.v1.EchoService',
  methods: {
    echo: { name: 'Echo', requestType: question, requestStream: false, responseType: reply, responseStream: false },
    hidden: { name: 'Hidden', requestType: question, requestStream: false, responseType: reply, responseStream: false },
    count: { name: 'Count', requestType: question, requestStream: false, responseType: reply, responseStream: true },
    talk: { name: 'Talk', requestType: batch, requestStream: true, responseType: batch, responseStream: true },
  },
} as const;
