import ipaddr from 'ipaddr.js';
import type { IdentityKey } from '../model/identity.ts';
import { foldWidth } from './fold-text.ts';
import { ipPlace } from './ip-ranges.ts';
import { everyStep, Trail } from './trail.ts';

/**
 * An IP address in its shortest form; IPv4 in IPv6 clothing becomes IPv4. Facts: version, its network (/24, or /64 where
 * one household usually has one), whether it is public, and of a public one its country and network. Of a forwarding list only the first address counts.
 */
export function ipKey(raw: string, without = everyStep): IdentityKey {
  const trail = new Trail('ip', raw, without);
  const text = trail.step('width', foldWidth(raw));
  if (text === '') return trail.none('empty');
  const first = trail.step('spaces', (text.split(',')[0] ?? '').trim().replace(/^\[(.+)\](?::[0-9]+)?$/u, '$1'));
  const bare = trail.step(
    'extension',
    first.replace(/^((?:[0-9]{1,3}\.){3}[0-9]{1,3}):[0-9]{1,5}$/u, '$1').split('%')[0] ?? '',
  );
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare);
  if (!isAddress) return trail.none('not-an-ip');
  const address = ipaddr.process(bare);
  const four = address.kind() === 'ipv4';
  const key = trail.step('mapped', address.toString());
  const range = address.range();
  trail.fact('version', four ? '4' : '6');
  trail.fact('range', range);
  trail.fact('network', networkOf(address, four ? 24 : 64));
  if (range === 'unicast') {
    const { country, asn, network } = ipPlace(address.toByteArray());
    trail.fact('country', country);
    trail.fact('asn', asn);
    trail.fact('operator', network);
    return trail.key(key, 'certain');
  }
  trail.doubt('reserved');
  return trail.key(key, 'weak');
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const bytes = address.toByteArray().map((byte, index) => (index * 8 < bits ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}
