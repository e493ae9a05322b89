import { describe, expect, it } from '@jest/globals';
import {
  type AttributeToSend,
  createAccessRequest,
  createBuiltInDictionary,
  parseAttributeText,
  SharedSecret,
} from '@countersign/radius';
import { packetOf } from '../../__fixtures__/nas.ts';
import { addressInText, createClientAddressReader } from './client-address.ts';

const dictionary = createBuiltInDictionary();
const secret = SharedSecret.fromText('s');

function read(names: readonly string[], ...lines: string[]): string {
  const attributes: AttributeToSend[] = lines.map((line) => parseAttributeText(dictionary, line));
  const request = createAccessRequest({ identifier: 1, secret, userName: 'a', password: 'b', attributes });
  return createClientAddressReader(names, dictionary)(packetOf(request.octets));
}

describe('addressInText', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    [' 192.0.2.1 ', '192.0.2.1'],
    ['192.0.2.1[4500]', '192.0.2.1'],
    ['192.0.2.1:4500', '192.0.2.1'],
    ['[2001:DB8::1]:4500', '2001:db8::1'],
    ['2001:db8::1[4500]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['laptop/192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
  ])('finds the address in %j', (text, address) => {
    expect(addressInText(text)).toBe(address);
  });

  it.each([
    '',
    '00-11-22-33-44-55',
    '00:11:22:33:44:55',
    '0011.2233.4455',
    '001122334455',
    '00-11-22-33-44-55:ssid',
    '+33 1 23 45 67 89',
    '192.0.2.1; DROP',
    '192.0.2.256',
  ])('finds none in %j', (text) => {
    expect(addressInText(text)).toBeUndefined();
  });
});

describe('the reader of the claimant’s address', () => {
  it('takes the first usual attribute that holds an address', () => {
    expect(read([], 'Calling-Station-Id=00-11-22-33-44-55', 'Tunnel-Client-Endpoint:1=192.0.2.1')).toBe('192.0.2.1');
    expect(read([], 'PaloAlto-Client-Source-IP=192.0.2.2')).toBe('192.0.2.2');
    expect(read([], 'Cisco-AVPair=other=1', 'Cisco-AVPair=ip:source-ip=192.0.2.3')).toBe('192.0.2.3');
    expect(read([], 'Framed-IP-Address=10.0.0.1')).toBe('');
  });

  it('follows the order of the client, and passes over names it does not know', () => {
    const lines = ['Calling-Station-Id=192.0.2.1', 'Framed-IP-Address=192.0.2.8', 'NAS-IPv6-Address=2001:db8::8'];
    expect(read(['No-Such', 'Framed-IP-Address', 'Calling-Station-Id'], ...lines)).toBe('192.0.2.8');
    expect(read(['NAS-IPv6-Address'], ...lines)).toBe('2001:db8::8');
    expect(read(['Fortinet-Client-IP-Address'], 'Fortinet-Client-IP-Address=192.0.2.9')).toBe('192.0.2.9');
  });
});
