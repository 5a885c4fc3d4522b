import { totalsOf, type Counts } from './woe.ts';

/** How well an order of cells tells bad from good. */
export interface Ranking {
  /** Probability that a bad order stands before a good one, ties counting half. */
  readonly auc: number;
  readonly gini: number;
  /** Largest distance of the shares of good and bad up to a cell; never within one. */
  readonly ks: number;
}

/**
 * AUC = Σ b_i · (Σ_{j after i} g_j + ½ g_i) ÷ (G·B) over cells from the riskiest on, Gini = 2·AUC − 1 and
 * KS = max |Σ g ÷ G − Σ b ÷ B|. Orders of one score must be one cell. Null without a bad or without a good order.
 */
export function rankingOf(cells: readonly Counts[]): Ranking | null {
  const all = totalsOf(cells);
  if (!(all.good > 0 && all.bad > 0)) return null;
  let [good, bad, pairs, ks] = [0, 0, 0, 0];
  for (const cell of cells) {
    pairs += cell.bad * (all.good - good - cell.good / 2);
    good += cell.good;
    bad += cell.bad;
    ks = Math.max(ks, Math.abs(good / all.good - bad / all.bad));
  }
  const auc = pairs / (all.good * all.bad);
  return { auc, gini: 2 * auc - 1, ks };
}

/**
 * Standard error of the AUC of cells from the riskiest on, every order standing for itself (DeLong 1988, with placements by cells);
 * null where a class has fewer than two.
 */
export function delongError(cells: readonly Counts[]): number | null {
  const all = totalsOf(cells);
  const auc = rankingOf(cells)?.auc;
  if (auc === undefined || all.good < 2 || all.bad < 2) return null;
  let [good, bad, ofBad, ofGood] = [0, 0, 0, 0];
  for (const cell of cells) {
    // Share of the good orders behind a bad one of this cell, and of the bad ones before a good one.
    const behind = (all.good - good - cell.good / 2) / all.good;
    const before = (bad + cell.bad / 2) / all.bad;
    ofBad += cell.bad * (behind - auc) ** 2;
    ofGood += cell.good * (before - auc) ** 2;
    good += cell.good;
    bad += cell.bad;
  }
  return Math.sqrt(ofBad / (all.bad - 1) / all.bad + ofGood / (all.good - 1) / all.good);
}
