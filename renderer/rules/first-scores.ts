import { scoreParts, type ScorePart, type ScorePolicy } from '../../analysis/model/policy.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';

/** Where no rule has a score yet. */
const usual = 100;

/** Scores to start from: a threshold that the highest score of one rule reaches, and results a person would expect. */
export function firstScores({ rules, default: otherwise }: RuleSet): ScorePolicy {
  const highest = (part: ScorePart): number => Math.max(0, ...rules.map(({ scores }) => scores?.[part] ?? 0)) || usual;
  const [ok = usual, ng = usual, hold = usual] = scoreParts.map(highest);
  return {
    kind: 'scores',
    thresholds: { ok, ng, hold },
    results: {
      none: otherwise,
      ok: 'OK',
      ng: 'NG',
      'ok+ng': 'REVIEW',
      hold: 'HOLD',
      'ok+hold': 'REVIEW',
      'ng+hold': 'NG',
      'ok+ng+hold': 'REVIEW',
    },
  };
}
