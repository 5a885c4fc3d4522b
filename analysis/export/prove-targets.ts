import { dualRail } from '../expression/index.ts';
import type { NotProven } from '../model/package-certificate.ts';
import type { Vector, VectorsFile } from '../model/package.ts';
import { fedRules, restingOn, type Difference, type EngineProof, type PackageTarget } from './engine-proof.ts';
import type { AskEngine } from './engines/ask-engine.ts';
import { engineVersions, type EngineAnswer, type EngineName } from './engines/engine.ts';
import { eachInTurn, type TurnWatch } from './in-turns.ts';
import type { EngineAsk } from './engines/messages.ts';
import { documents, targets } from './targets/index.ts';
import type { ExportTarget, ProofFigures, TargetFile, TargetInput } from './targets/target.ts';

/** Files of one target, as `ExportTarget.files` made them. */
export interface MadeTarget {
  readonly id: string;
  readonly files: readonly TargetFile[];
  /** Codes of the rules that rest on values which whoever runs its files is given. */
  readonly fed: ReadonlySet<string>;
}

const enginesOf = (id: string): readonly EngineName[] => {
  const proof = targets.find((target) => target.id === id)?.proof;
  return typeof proof === 'object' ? proof : [];
};

/** Files that something could run and no engine was compared on, and engines that had nothing to compare. */
export function notProven(
  made: readonly Pick<PackageTarget, 'id' | 'files'>[],
  engines: readonly EngineProof[],
): NotProven[] {
  const asked = new Set(engines.map(({ file }) => file));
  const runnable = made.filter(({ id }) => targets.some((one) => one.id === id && one.proof !== 'document'));
  return [
    ...engines.flatMap(({ file, engine, compared: answers }) => (answers === 0 ? [{ file, engine }] : [])),
    ...runnable.flatMap(({ files }) => files.flatMap((file) => (asked.has(file) ? [] : [{ file, engine: null }]))),
  ].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

/** The files of every target; those of documents are made after the proof. */
export const madeTargets = (input: TargetInput): MadeTarget[] => targets.map((target) => madeTarget(target, input));

/** The same, one target at a time; 'cancelled' between two of them. */
export const madeTargetsInTurn = (input: TargetInput, watch: TurnWatch): Promise<MadeTarget[]> =>
  eachInTurn(targets, watch, (target) => madeTarget(target, input));

/** The files of every document about a package that is proven. */
export const madeDocuments = (input: TargetInput, figures: ProofFigures): MadeTarget[] =>
  documents.map(({ id, files }) => ({ id, files: files(input, figures), fed: new Set() }));

const madeTarget = (target: ExportTarget, input: TargetInput): MadeTarget => ({
  ...{ id: target.id, files: target.files(input), fed: fedBy(target, input) },
});

function fedBy({ dialect }: ExportTarget, { ruleSet, entries, derived }: TargetInput): ReadonlySet<string> {
  const deriving =
    dialect === undefined
      ? []
      : entries.filter(({ checked }) => dualRail(checked, dialect, derived).derived.length > 0);
  return new Set([...fedRules(ruleSet), ...deriving.map(({ code }) => code)]);
}

/** Targets as a manifest names them: with those that ran the first of their files, that of the rules. */
export const proven = (
  made: readonly Pick<PackageTarget, 'id' | 'files'>[],
  engines: readonly EngineProof[],
): PackageTarget[] =>
  made.map(({ id, files }) => ({
    id,
    files: [...files],
    proven: engines
      .filter(({ target, file, compared: answers }) => target === id && file === files[0] && answers > 0)
      .map(({ engine }) => engine),
  }));

/**
 * Runs every target's file on the engines that can, over all vectors, and counts what they say otherwise of rules (those of
 * `codes`), exceptions and the decision. An engine that fails or ends its process has a mismatch on the record it did not
 * answer.
 */
export async function proveTargets(
  made: readonly MadeTarget[],
  vectors: VectorsFile,
  codes: readonly string[],
  ask: AskEngine,
  signal?: AbortSignal,
): Promise<EngineProof[]> {
  const asked = made.flatMap(({ id, files: [file], fed }) =>
    file === undefined
      ? []
      : enginesOf(id).map((engine): Proving => ({ target: id, engine, file, vectors, codes, fed })),
  );
  return Promise.all(asked.map((one) => prove(one, ask, signal)));
}

interface Proving {
  readonly target: string;
  readonly engine: EngineName;
  readonly file: TargetFile;
  readonly vectors: VectorsFile;
  readonly codes: readonly string[];
  readonly fed: ReadonlySet<string>;
}

async function prove(
  { target, engine, file: { name, text }, vectors: { fields, vectors }, codes, fed }: Proving,
  ask: AskEngine,
  signal: AbortSignal | undefined,
): Promise<EngineProof> {
  const { answers, stopped } = await ask({ engine, text, types: fields, records: vectors.map(askedOf) }, signal);
  const unanswered = vectors[answers.length];
  const found = answers.map((answer, at) => compared(vectors[at], answer, codes, fed));
  const differing = [
    ...found.flatMap(({ differences }) => differences),
    ...(unanswered === undefined
      ? []
      : [{ vector: unanswered.id, rule: null, expected: unanswered.result, got: stopped ?? 'no answer' }]),
  ];
  const { package: evaluator, version } = engineVersions[engine];
  return {
    engine: evaluator,
    version,
    target,
    file: name,
    vectors: answers.length,
    compared: found.reduce((sum, one) => sum + one.compared, 0),
    derived: found.reduce((sum, one) => sum + one.derived, 0),
    outside: found.reduce((sum, one) => sum + one.outside, 0),
    mismatches: differing.length,
    first: differing[0] ?? null,
  };
}

function askedOf({ record, lists, derived }: Vector): EngineAsk['records'][number] {
  return {
    record,
    ...(lists === undefined ? {} : { lists }),
    ...(derived === undefined ? {} : { derived }),
  };
}

interface Compared {
  readonly compared: number;
  /** Of those, what rests on values given. */
  readonly derived: number;
  /** What the engine says nothing of. */
  readonly outside: number;
  readonly differences: readonly Difference[];
}

function compared(
  vector: Vector | undefined,
  answer: EngineAnswer,
  codes: readonly string[],
  fed: ReadonlySet<string>,
): Compared {
  if (vector === undefined) return { compared: 0, derived: 0, outside: 0, differences: [] };
  const silent = new Set(answer.outside);
  const asked = codes.filter((code) => !silent.has(code));
  const difference = (rule: string | null, expected: unknown, got: unknown): Compared['differences'] =>
    expected === got ? [] : [{ vector: vector.id, rule, expected: String(expected), got: String(got) }];
  const rules = asked.flatMap((code) => difference(code, vector.fired.includes(code), answer.fired.includes(code)));
  const held = vector.exceptions ?? [];
  const exceptions = [...new Set([...held, ...answer.exceptions])].flatMap((at) =>
    difference(`exception ${at + 1}`, held.includes(at), answer.exceptions.includes(at)),
  );
  // A rule of which nothing is said may have decided.
  const decides = answer.result !== undefined && silent.size === 0;
  const decision = decides
    ? difference(null, `${vector.result} ${vector.by ?? ''}`.trim(), decidedOf(vector, answer))
    : [];
  return {
    compared: asked.length + (decides ? 1 : 0),
    derived: restingOn(asked, fed, decides),
    outside: silent.size + (answer.result !== undefined && !decides ? 1 : 0),
    differences: [...rules, ...exceptions, ...decision],
  };
}

/** Packages made before say only the result. */
const decidedOf = ({ by }: Vector, answer: EngineAnswer): string =>
  `${answer.result ?? ''} ${by === undefined ? '' : (answer.by ?? '')}`.trim();
