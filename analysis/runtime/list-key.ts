/** What values of lists of domains and of IP ranges are found by. */

/** A domain, or that of a mail or web address, in small letters; null where none is told. */
export function domainKey(value: string): string | null {
  const text = value.normalize('NFKC').trim().toLowerCase();
  const host = text
    .replace(/^(?:\*\.|@|\.)/, '')
    .replace(/^(?:(?:https?|wss?|ftp|file):\/*|[a-z][a-z0-9+.-]*:\/+|\/\/)/, '')
    .replace(/[/?#].*$/, '')
    .replace(/^.*@/, '')
    .replace(/:[0-9]*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.+$/, '');
  return host.includes('.') && ipNumber(host) === null ? host : null;
}

/** The domain of a mail address, or of a domain itself, and those above it; the last label alone only where it is all. */
export function domainsOf(value: string): readonly string[] {
  const narrow = value.replaceAll(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
  const domain = (
    narrow
      .replaceAll(/^ +| +$/g, '')
      .split('@')
      .at(-1) ?? ''
  )
    .toLowerCase()
    .replace(/\.+$/, '');
  const labels = domain.split('.');
  return labels.slice(0, Math.max(labels.length - 1, 1)).map((_, from) => labels.slice(from).join('.'));
}

/**
 * An IP address as its version and all its digits, hexadecimal, so that texts stand in the order of addresses; an IPv4 address
 * written as IPv6 is the former. null where the text is none.
 */
export function ipNumber(written: string): string | null {
  // Without the zone; `::192.0.2.1` is an IPv4 address in an older way to write it.
  const text = written.replace(/^([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)%[0-9A-Za-z]+$/, '$1').replace(/^::(?=[0-9]+\.)/, '');
  const four = bytesOf(text);
  if (four !== null) return `4${four}`;
  if (!/^[0-9A-Fa-f:.]+$/.test(text) || !text.includes(':')) return null;
  // The last two groups may be written as four bytes.
  const end = /^(.*:)([0-9.]+)$/.exec(text);
  const last = end === null || !(end[2] ?? '').includes('.') ? null : bytesOf(end[2] ?? '');
  if (last === null && text.includes('.')) return null;
  const plain = last === null ? text : `${end?.[1] ?? ''}${last.slice(0, 4)}:${last.slice(4)}`;
  const halves = plain.split('::');
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 1 ? missing !== 0 : missing < 1)) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return null;
  const digits = groups.map((group) => group.toLowerCase().padStart(4, '0')).join('');
  return digits.startsWith('00000000000000000000ffff') ? `4${digits.slice(24)}` : `6${digits}`;
}

function bytesOf(text: string): string | null {
  const bytes = text.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^(?:0|[1-9][0-9]{0,2})$/.test(byte) && Number(byte) < 256))
    return null;
  return bytes.map((byte) => Number(byte).toString(16).padStart(2, '0')).join('');
}

/** `192.0.2.0/24`, one address or two with a hyphen between them, as the numbers of both ends; null for anything else. */
export function rangeOf(value: string): string | null {
  const text = value.normalize('NFKC').replaceAll(/\s+/g, '');
  const [first = '', last, ...more] = text.split('-');
  if (more.length > 0) return null;
  if (last !== undefined) {
    const [low, high] = [ipNumber(first), ipNumber(last)];
    return low === null || high === null || low[0] !== high[0] || low > high ? null : `${low}-${high}`;
  }
  const [written = '', size, ...rest] = first.split('/');
  const number = ipNumber(written);
  if (number === null || rest.length > 0) return null;
  const most = number.startsWith('4') ? 32 : 128;
  const clothed = written.includes(':') && most === 32 ? 96 : 0;
  const bits = size === undefined ? most : /^[0-9]{1,3}$/.test(size) ? Number(size) - clothed : NaN;
  return bits >= 0 && bits <= most ? `${edge(number, bits, '0')}-${edge(number, bits, '1')}` : null;
}

/** The address with every bit behind the first `bits` as told. */
function edge(number: string, bits: number, fill: '0' | '1'): string {
  const digits = [...number.slice(1)].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  const kept = digits.slice(0, bits).padEnd(digits.length, fill);
  const hex = (kept.match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join('');
  return `${number[0] ?? ''}${hex}`;
}
