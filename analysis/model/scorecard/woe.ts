/** Good and bad orders; weighted ones where rejects are inferred. */
export interface Counts {
  readonly good: number;
  readonly bad: number;
}

/** Weight of evidence of a bin, positive where it is better than the whole, and its term of the information value. */
export interface Evidence {
  readonly woe: number;
  readonly iv: number;
}

/** How weights of evidence are meant, told with every one of them: +good, and what was added to both classes of every bin. */
export interface WoeConvention {
  readonly sign: 'good';
  readonly smoothing: number;
}

export const totalsOf = (bins: readonly Counts[]): Counts => ({
  good: bins.reduce((sum, { good }) => sum + good, 0),
  bad: bins.reduce((sum, { bad }) => sum + bad, 0),
});

export const badRate = ({ good, bad }: Counts): number | null => (good + bad > 0 ? bad / (good + bad) : null);

/**
 * WoE_i = ln((g_i ÷ G) ÷ (b_i ÷ B)) and IV_i = (g_i ÷ G − b_i ÷ B) · WoE_i (optbinning's sign), `smoothing` added to both
 * classes of every bin with anything in it, so that shares still add up to 1. A bin without orders says nothing: 0, as one does
 * that lacks a class where nothing is added.
 */
export function evidenceOf(bins: readonly Counts[], smoothing: number): readonly Evidence[] {
  const filled = bins.map((bin) =>
    bin.good + bin.bad > 0 ? { good: bin.good + smoothing, bad: bin.bad + smoothing } : bin,
  );
  const all = totalsOf(filled);
  return filled.map((bin) => {
    if (!(bin.good > 0 && bin.bad > 0)) return { woe: 0, iv: 0 };
    const [good, bad] = [bin.good / all.good, bin.bad / all.bad];
    const woe = Math.log(good / bad);
    return { woe, iv: (good - bad) * woe };
  });
}

/** The information value of a variable: Σ of its bins' terms. */
export const informationValue = (evidence: readonly Evidence[]): number =>
  evidence.reduce((sum, { iv }) => sum + iv, 0);

/** Rule of thumb for an information value; `suspicious` looks like a variable that knows the outcome. */
export function ivStrength(iv: number): 'none' | 'weak' | 'medium' | 'strong' | 'suspicious' {
  if (iv < 0.02) return 'none';
  if (iv < 0.1) return 'weak';
  if (iv < 0.3) return 'medium';
  return iv <= 0.5 ? 'strong' : 'suspicious';
}
