/** Microseconds since 1970 (digits) as RFC 3339 with all six digits of the second; null for anything but digits. */
export function microsText(micros: unknown): string | null {
  if (typeof micros !== 'string') return null;
  const whole = BigInt(micros);
  const rest = ((whole % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const second = new Date(Number((whole - rest) / 1000n)).toISOString().slice(0, -5);
  return `${second}.${rest.toString().padStart(6, '0')}Z`;
}
