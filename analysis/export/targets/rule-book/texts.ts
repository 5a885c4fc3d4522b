import type { FeatureAgg, FeatureSource } from '../../../model/features.ts';
import type { ListMatch } from '../../../model/lists.ts';
import type { PolicyKind } from '../../../model/policy.ts';
import type { OutcomeKind } from '../../../model/target.ts';
import type { ScreeningResult } from '../../../model/screening.ts';

/** The words of a rule book; parameters stand in braces. */
export interface BookTexts {
  readonly title: string;
  readonly what: string;
  readonly cover: Readonly<
    Record<'name' | 'model' | 'version' | 'hash' | 'orders' | 'period' | 'asOf' | 'currency' | 'zone' | 'rules', string>
  >;
  readonly item: string;
  readonly content: string;
  readonly notDated: string;
  readonly decision: string;
  readonly results: Readonly<Record<ScreeningResult, string>>;
  readonly policies: Readonly<Record<PolicyKind, string>>;
  readonly unknown: string;
  readonly default: string;
  readonly group: Readonly<
    Record<'name' | 'priority' | 'kind' | 'rules' | 'result' | 'single' | 'combination', string>
  >;
  readonly sums: Readonly<Record<'part' | 'threshold' | 'reached' | 'none', string>>;
  readonly rules: string;
  readonly rule: Readonly<
    Record<
      | 'when'
      | 'result'
      | 'scores'
      | 'touchpoint'
      | 'reads'
      | 'ofLines'
      | 'groups'
      | 'scoresText'
      | 'undated'
      | 'unsure',
      string
    >
  >;
  readonly lists: string;
  /** What is compared with a list, by its kind. */
  readonly matches: Readonly<Record<ListMatch, string>>;
  readonly list: Readonly<Record<'name' | 'match' | 'entries' | 'asOf' | 'atOrder' | 'snapshot', string>>;
  readonly features: string;
  readonly featuresNote: string;
  readonly feature: Readonly<
    Record<
      | 'name'
      | 'words'
      | 'sentence'
      | 'where'
      | 'current'
      | 'sequenced'
      | 'comma'
      | 'bad'
      | 'reasons'
      | 'assumed'
      | 'or',
      string
    >
  > & { readonly kinds: Readonly<Partial<Record<OutcomeKind, string>>> };
  readonly aggs: Readonly<Record<FeatureAgg, string>>;
  readonly sources: Readonly<Record<FeatureSource, string>>;
  readonly window: Readonly<Record<'all' | 'm' | 'h' | 'd', string>>;
  readonly exceptions: string;
  readonly exceptionsText: string;
  readonly exception: Readonly<
    Record<'number' | 'kind' | 'rules' | 'field' | 'from' | 'until' | 'open' | 'allow' | 'snooze', string>
  >;
  readonly noExceptions: string;
  readonly proof: string;
  /** What the figures of the proof are, and its heads. */
  readonly proofs: Readonly<
    Record<
      | 'history'
      | 'vectors'
      | 'engine'
      | 'file'
      | 'records'
      | 'compared'
      | 'derived'
      | 'outside'
      | 'mismatches'
      | 'columns'
      | 'notProven'
      | 'noEngine'
      | 'noAnswer'
      | 'allProven'
      | 'certificate',
      string
    >
  >;
  readonly signature: string;
  readonly signatureText: string;
  readonly blanks: readonly string[];
}
