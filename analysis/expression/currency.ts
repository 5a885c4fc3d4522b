const none = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const three = 'BHD IQD JOD KWD LYD OMR TND';
const four = 'CLF UYW';

/** Currencies whose major unit has not two decimals, with how many it has (ISO 4217). */
export const unusualDigits: ReadonlyMap<string, number> = new Map([
  ...none.split(' ').map((code) => [code, 0] as const),
  ...three.split(' ').map((code) => [code, 3] as const),
  ...four.split(' ').map((code) => [code, 4] as const),
]);

/** Decimals of a currency's major unit (ISO 4217): JPY 0, USD 2, KWD 3. Unknown codes have 2. */
export function currencyDigits(currency: string): number {
  return unusualDigits.get(currency) ?? 2;
}

/**
 * A decimal number as written (`500`, `12.50`, `1.2e3`), in major units, as exact minor units; null when it has
 * more decimals than the currency. Digits beyond the currency's that are zeros are allowed. No sign.
 */
export function minorUnits(text: string, currency: string): bigint | null {
  const parts = /^(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (parts === null) return null;
  const fraction = parts[2] ?? '';
  const shift = Number(parts[3] ?? '0') + currencyDigits(currency) - fraction.length;
  const whole = `${parts[1] ?? ''}${fraction}`.replace(/^0+(?=.)/, '') || '0';
  if (Math.abs(shift) > 400) return /^0+$/.test(whole) ? 0n : null;
  if (shift >= 0) return BigInt(whole + '0'.repeat(shift));
  const cut = whole.padStart(1 - shift, '0');
  return /^0+$/.test(cut.slice(shift)) ? BigInt(cut.slice(0, shift)) : null;
}
