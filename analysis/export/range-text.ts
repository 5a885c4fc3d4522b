/**
 * The key of a range of IP addresses (`LOW-HIGH`, each its version and all its hexadecimal digits) as people write it:
 * `192.0.2.0/24`, `2001:db8:0:0:0:0:0:0/32`, else both ends with a hyphen between them.
 */
export function rangeText(key: string): string {
  const [low = '', high = ''] = key.split('-');
  const [from, to] = [BigInt(`0x${low.slice(1)}`), BigInt(`0x${high.slice(1)}`)];
  const size = to - from + 1n;
  const bits = size.toString(2).length - 1;
  const whole = size === 1n << BigInt(bits) && from % size === 0n;
  return whole ? `${addressText(low)}/${low.slice(1).length * 4 - bits}` : `${addressText(low)}-${addressText(high)}`;
}

/** Whether a range is one address. */
export function isOneAddress(key: string): boolean {
  const [low, high] = key.split('-');
  return low === high;
}

function addressText(number: string): string {
  const digits = number.slice(1);
  return number.startsWith('4')
    ? (digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.')
    : (digits.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}
