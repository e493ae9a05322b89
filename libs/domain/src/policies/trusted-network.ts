import { refused, textThat } from '../json-checks.ts';
import { type Parsed, valid } from '../problem.ts';
import { networkText, parseNetwork } from './network.ts';

/** A network from which no second factor is asked: as it is written, and not the whole world. */
export const trustedNetwork = textThat((text, field): Parsed<string> => {
  const meant = networkText(text);
  if (meant === undefined) return refused(field, 'not_a_network', 'must be a network like 192.0.2.0/24', text);
  const network = parseNetwork(text);
  if (network === undefined)
    return refused(field, 'host_bits_set', `has bits set past its prefix: write ${meant}`, text);
  return network.prefixLength === 0
    ? refused(field, 'every_address', 'trusts every address; nobody would be asked for a second factor', text)
    : valid(meant);
});
