/** Decimals of a rate in per cent: small rates keep two significant digits, so that 0.004 % is not shown as 0. */
export function percentDigits(value: number): number {
  const percent = Math.abs(value * 100);
  return percent === 0 ? 0 : percent >= 10 ? 1 : percent >= 0.1 ? 2 : 3;
}
