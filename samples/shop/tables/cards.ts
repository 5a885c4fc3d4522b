/** Card networks of the sample shop. */
export type Brand = 'VISA' | 'Mastercard' | 'JCB' | 'AMEX';

/** An invented six-digit BIN and its network; `weight` is its share among good buyers. */
export interface Issuer {
  readonly bin: string;
  readonly brand: Brand;
  readonly weight: number;
}

const of = (brand: Brand, weight: number, bins: readonly string[]): readonly Issuer[] =>
  bins.map((bin, index) => ({ bin, brand, weight: weight / (index + 1.5) }));

/** Invented BINs; the shares roughly follow a Japanese shop. */
export const issuers: readonly Issuer[] = [
  ...of('VISA', 50, ['498002', '429765', '453410', '490219', '456981', '411730', '479108', '442055']),
  ...of('JCB', 30, ['354010', '356288', '357204', '352899', '358117', '359042']),
  ...of('Mastercard', 22, ['521140', '530277', '545903', '552368', '518044', '539916']),
  ...of('AMEX', 6, ['376044', '379218']),
];

/** BINs that card-testing runs go through; good buyers hold cards of them as well. */
export const testedBins: readonly string[] = ['479108', '539916', '442055', '518044'];

/** Reason codes of the network by family. */
export const reasonCodes: Readonly<Record<Brand, { readonly fraud: string; readonly consumer: readonly string[] }>> = {
  VISA: { fraud: '10.4', consumer: ['13.1', '13.3'] },
  Mastercard: { fraud: '4837', consumer: ['4853'] },
  JCB: { fraud: '546', consumer: ['502', '554'] },
  AMEX: { fraud: 'F29', consumer: ['C08', 'C31'] },
};

/** Decline codes of the acquirer with the share each has among ordinary declines and in card testing. */
export const declineCodes: readonly { readonly code: string; readonly ordinary: number; readonly testing: number }[] = [
  { code: 'G12', ordinary: 20, testing: 52 },
  { code: 'G30', ordinary: 22, testing: 6 },
  { code: 'G42', ordinary: 8, testing: 14 },
  { code: 'G55', ordinary: 35, testing: 2 },
  { code: 'G83', ordinary: 5, testing: 22 },
  { code: 'G97', ordinary: 10, testing: 4 },
];
