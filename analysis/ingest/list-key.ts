import ipaddr from 'ipaddr.js';
import { parse } from 'tldts';
import type { ListMatch } from '../model/lists.ts';
import type { FindKey } from './keys-job.ts';

/** Why a value stands on no list; see rejectReasons. */
export type NoListKey = 'list-value-unreadable' | 'list-value-weak';

export type ListKey = { readonly key: string } | { readonly why: NoListKey };

/** What a value of a list is found by. `findKey` are the rules of 名寄せ; `postal` is read beside an address. */
export function listKey(match: ListMatch, value: string, findKey: FindKey, postal?: string): ListKey {
  switch (match) {
    case 'exact':
      return { key: value };
    case 'domain':
      return keyOr(domainKey(value));
    case 'cidr':
      return keyOr(rangeKey(value));
    case 'address':
    case 'person':
    case 'phone':
    case 'email': {
      const { key, confidence } = findKey(match, value, postal);
      if (key === null) return { why: 'list-value-unreadable' };
      // Of orders, too, only keys that may be trusted are kept.
      return confidence === 'certain' || confidence === 'likely' ? { key } : { why: 'list-value-weak' };
    }
  }
}

const keyOr = (key: string | null): ListKey => (key === null ? { why: 'list-value-unreadable' } : { key });

/**
 * A domain, or that of a mail or web address, in small letters; null when nobody can register it (`co.jp`). What lies
 * below a registered domain stays what it is: `sub.example.co.jp` says nothing of `example.co.jp`.
 */
export function domainKey(value: string): string | null {
  const text = value
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^(?:\*\.|@|\.)/, '')
    .replace(/\.$/, '');
  const { hostname, domain, isIp } = parse(text, { mixedInputs: true });
  return domain === null || isIp === true ? null : hostname;
}

/** `192.0.2.0/24`, one address, or two with a hyphen between them, as the numbers of its ends; null for anything else. */
export function rangeKey(value: string): string | null {
  const text = value.normalize('NFKC').replaceAll(/\s+/g, '');
  const [first = '', last, ...more] = text.split('-');
  if (more.length > 0) return null;
  if (last !== undefined) {
    const [low, high] = [ipNumber(addressOf(first)), ipNumber(addressOf(last))];
    return low === null || high === null || low[0] !== high[0] || low > high ? null : `${low}-${high}`;
  }
  const [written = '', size, ...rest] = first.split('/');
  const address = addressOf(written);
  if (address === null || rest.length > 0) return null;
  const most = address.kind() === 'ipv4' ? 32 : 128;
  const clothed = written.includes(':') && most === 32 ? 96 : 0;
  const bits = size === undefined ? most : /^[0-9]{1,3}$/.test(size) ? Number(size) - clothed : NaN;
  if (!(bits >= 0 && bits <= most)) return null;
  return `${ipNumber(edge(address, bits, 0))}-${ipNumber(edge(address, bits, 255))}`;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function addressOf(text: string): Address | null {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.process(text);
}

/** The address with every bit behind the first `bits` as in `fill`. */
function edge(address: Address, bits: number, fill: 0 | 255): Address {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.max(0, Math.min(8, bits - index * 8));
    const mask = (0xff << (8 - kept)) & 0xff;
    return (byte & mask) | (fill & ~mask & 0xff);
  });
  return ipaddr.fromByteArray(bytes);
}

/** Version and all digits, hexadecimal; as `numberOfIp` of the store writes the addresses of orders. */
function ipNumber(address: Address | null): string | null {
  if (address === null) return null;
  const digits = address.toByteArray().map((byte) => byte.toString(16).padStart(2, '0'));
  return `${address.kind() === 'ipv4' ? 4 : 6}${digits.join('')}`;
}
