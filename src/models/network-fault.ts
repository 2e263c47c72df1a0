/** Faults of the network in words, each with its way out where there is a special one. */
import { errorCode } from './model-error.js';

export interface NetworkFault {
  readonly what: string;
  readonly way?: string;
}

/** Behind it comes the key of the settings. */
const plain: NetworkFault = { what: 'it does not speak https', way: 'try http:// in' };
const trust = 'name the file with its certificate in NODE_EXTRA_CA_CERTS, or use http:// on a network that you trust';

const faults: Readonly<Record<string, NetworkFault>> = {
  ENOTFOUND: { what: 'the name is not known' },
  EAI_AGAIN: { what: 'the name cannot be looked up' },
  ECONNREFUSED: { what: 'the connection is refused' },
  ECONNRESET: { what: 'the connection was closed' },
  EPIPE: { what: 'the connection was closed' },
  EHOSTUNREACH: { what: 'the host cannot be reached' },
  ENETUNREACH: { what: 'the network cannot be reached' },
  ETIMEDOUT: { what: 'no connection in time' },
  EPROTO: plain,
  ERR_SSL_WRONG_VERSION_NUMBER: plain,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: plain,
  CERT_HAS_EXPIRED: { what: 'its certificate has expired', way: 'renew it' },
  ERR_TLS_CERT_ALTNAME_INVALID: { what: 'its certificate is for another name', way: 'use the name in the certificate' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { what: 'its certificate is signed by itself', way: trust },
  SELF_SIGNED_CERT_IN_CHAIN: { what: 'its certificate is signed by an unknown authority', way: trust },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { what: 'its certificate is signed by an unknown authority', way: trust },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { what: 'its certificate is signed by an unknown authority', way: trust },
};

/**
 * Several addresses tried in vain come as one AggregateError without a message.
 * @param key of the settings that holds the address: `llm.openai.base_url`
 */
export function networkFault(error: unknown, key: string): NetworkFault {
  const code = networkCode(error) ?? '';
  if (code.startsWith('HPE_')) return { what: 'what answers there is no web server' };
  const first = innermost(error);
  const known = faults[code];
  return known === plain
    ? { ...plain, way: `${plain.way ?? ''} ${key}` }
    : (known ?? { what: code !== '' ? code : first instanceof Error ? first.message : 'the connection failed' });
}

/** The system's code, wherever it lies: libraries wrap such errors. */
export function networkCode(error: unknown): string | undefined {
  for (let at: unknown = error; at !== undefined; at = inside(at)) {
    const code = errorCode(at);
    if (code !== undefined) return code;
  }
  return undefined;
}

function innermost(error: unknown): unknown {
  let at = error;
  for (let next = inside(at); next !== undefined; next = inside(at)) at = next;
  return at;
}

function inside(error: unknown): unknown {
  if (error instanceof AggregateError) return error.errors[0];
  return error instanceof Error ? error.cause : undefined;
}
