import type { CheckedRule, DerivedInputs, Dialect } from '../../expression/index.ts';
import type { NotProven, ProvenEngine } from '../../model/package-certificate.ts';
import type { ListsFile } from '../../model/package.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { CheckedEntry } from '../cel-file.ts';
import type { EngineName } from '../engines/engine.ts';
import type { ReadFeature } from '../read-features.ts';

/** What every export target is made of: a rule set that checks, as it leaves the workbench. */
export interface TargetInput {
  readonly ruleSet: RuleSet;
  /** Its rules, in its order. */
  readonly entries: readonly CheckedEntry[];
  /** Its exceptions, in its order. */
  readonly exceptions: readonly CheckedRule[];
  /** Features that its rules read. */
  readonly features: readonly ReadFeature[];
  /** Lists that they ask, null where they ask none. */
  readonly lists: ListsFile | null;
  /** What it is known by. */
  readonly facts: RuleSetFacts;
  /** Values that a target cannot say are asked of these; the package's vectors hold them. */
  readonly derived: DerivedInputs;
}

/** What a document says of where a rule set comes from; instants as ISO texts. */
export interface RuleSetFacts {
  /** SHA-256 of the rule set as it leaves. */
  readonly hash: string;
  /** Orders it was tested on, and from when to when they are. */
  readonly orders: number;
  readonly from: string | null;
  readonly to: string | null;
  /** Outcomes known by then were counted; null where they have no dates. */
  readonly asOf: string | null;
}

/** What every engine said before a package is written, as its certificate counts it. */
export interface ProofFigures {
  readonly engines: readonly ProvenEngine[];
  readonly notProven: readonly NotProven[];
}

export interface TargetFile {
  /** Lower case, digits, `.` and `-`. */
  readonly name: string;
  readonly text: string;
}

/** A format in which a rule set goes to production: one file of this folder, and one line in index.ts. */
export interface ExportTarget {
  readonly id: string;
  /** Its files; the same input gives the same bytes. */
  readonly files: (input: TargetInput) => readonly TargetFile[];
  /**
   * Engines that run its first file on every vector before a package is written; none: "not proven here". `tested`: the engine
   * that the backtest ran on. `document`: nothing to run.
   */
  readonly proof: readonly EngineName[] | 'tested' | 'document';
  /** What its rules are written in, where that leaves values to derived inputs. */
  readonly dialect?: Dialect<unknown>;
}

/** What tells of a package that is proven, and is made after the proof. */
export interface ExportDocument {
  readonly id: string;
  /** Its files; the same input and figures give the same bytes. */
  readonly files: (input: TargetInput, figures: ProofFigures) => readonly TargetFile[];
}
