/** What the runtime is given of a package: the contents of `ruleset.json` and `lists.json`, and the types of its fields. */

/** Type of a field: `money` in minor units, `int` |x| < 2^53, `timestamp` an instant. */
export type FieldType = 'int' | 'money' | 'double' | 'string' | 'bool' | 'timestamp';

export type Screened = 'OK' | 'REVIEW' | 'HOLD' | 'NG';

export interface RuntimeScores {
  readonly ok: number;
  readonly ng: number;
  readonly hold: number;
}

export interface RuntimeRule {
  readonly code: string;
  readonly description?: { readonly ja: string; readonly en: string } | undefined;
  /** CEL, profile wb-1. */
  readonly when: string;
  readonly result: Screened;
  readonly touchpoint?: string | undefined;
  readonly scores?: RuntimeScores | undefined;
}

export interface RuntimeGroup {
  readonly priority: number;
  readonly result: Screened;
  readonly kind: 'single' | 'combination';
  readonly rules: readonly string[];
}

export type RuntimePolicy =
  | { readonly kind: 'groups' }
  | { readonly kind: 'classes' }
  | {
      readonly kind: 'scores';
      readonly thresholds: RuntimeScores;
      /** By the sums that reached their threshold: `none`, `ok`, `ng`, `ok+ng` … */
      readonly results: Readonly<Record<string, Screened>>;
    };

interface ExceptionTime {
  readonly field: string;
  readonly value: string;
  readonly from: string;
  readonly until?: string | undefined;
}

export type RuntimeException =
  | (ExceptionTime & { readonly kind: 'allow' })
  | (ExceptionTime & { readonly kind: 'snooze'; readonly rules: readonly string[] });

/** See docs/event-format.md for what each word of a feature means. */
export interface RuntimeFeature {
  readonly id: string;
  readonly agg: string;
  readonly of?: string | undefined;
  readonly by: readonly string[];
  readonly window: string;
  readonly where?: string | undefined;
  readonly includeCurrent?: boolean | undefined;
  readonly on?: string | undefined;
  readonly ties?: 'strict' | 'sequenced' | undefined;
  readonly outcome?:
    | {
        readonly kinds?: readonly string[] | undefined;
        readonly reasonFamilies?: readonly string[] | undefined;
        readonly assumedDelayDays?: number | undefined;
      }
    | undefined;
}

export interface RuntimeRuleSet {
  readonly modelId: string;
  readonly profile: string;
  readonly currency: string;
  readonly timezone: string;
  readonly default: Screened;
  readonly rules: readonly RuntimeRule[];
  readonly groups?: readonly RuntimeGroup[] | undefined;
  readonly features?: readonly RuntimeFeature[] | undefined;
  readonly policy?: RuntimePolicy | undefined;
  readonly exceptions?: readonly RuntimeException[] | undefined;
}

export interface RuntimeListEntry {
  readonly value: string;
  /** What fields are compared with, where whoever gives the list knows it; else it is made of `value`. */
  readonly key?: string;
  readonly addedAt: string | null;
  readonly removedAt: string | null;
}

export interface RuntimeList {
  readonly id: string;
  readonly match: string;
  /** null: not given away; the list is unknown until an event tells of it. */
  readonly entries: readonly RuntimeListEntry[] | null;
}

export interface RuntimePackage {
  readonly ruleSet: RuntimeRuleSet;
  readonly lists?: readonly RuntimeList[];
  /** Types of fields by path, as `vectors.json` holds them; those that every order may have are known without. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Fields of production by path, as `oplux.json` names them: results name what orders have alike by them. */
  readonly touchpoints?: Readonly<Record<string, string>>;
}

/**
 * Why a package cannot run, or an event cannot be taken: a code and where it stands. Holds no value of an event.
 * `at` counts UTF-16 units in a rule's text.
 */
export class RuntimeRefusal extends Error {
  readonly code: string;
  readonly place: string;
  readonly at: number | null;

  constructor(code: string, place = '', at: number | null = null) {
    super(place === '' ? code : `${code}: ${place}${at === null ? '' : ` at ${at}`}`);
    this.name = 'RuntimeRefusal';
    this.code = code;
    this.place = place;
    this.at = at;
  }
}
