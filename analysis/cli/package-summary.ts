import { canonicalJson } from '../model/canonical-json.ts';
import { velocityPath } from '../model/features.ts';
import { groupName } from '../model/group-name.ts';
import { fill } from '../model/messages/index.ts';
import { shortFingerprint, type SignedBy } from '../model/package-signature.ts';
import type { RuleSetException } from '../model/policy.ts';
import type { Certificate, NotProven, ProvenEngine } from '../model/package-certificate.ts';
import type { PackageReport, RuleSetHere } from '../model/package-report.ts';
import type { Manifest } from '../model/package.ts';
import { movedSum, type Crossed } from '../model/results/crossed.ts';
import type { FieldChange, RuleSetDiff } from '../model/rule-set-diff.ts';
import { results, type Rule, type RuleSet, type ScreeningResult } from '../model/ruleset.ts';
import { outcomeStates, type OutcomeState, type Target } from '../model/target.ts';
import { engineSummary } from './engine-summary.ts';
import type { Language } from './messages.ts';
import { packageTexts, type PackageTexts } from './package-texts.ts';
import { wordsOf } from './headline-text.ts';
import { count, counts } from './told-rows.ts';

/** A package that was written, where, and by whom it was signed; `sha256` is a zip's. */
export interface ExportedPackage {
  readonly report: PackageReport;
  readonly path: string;
  readonly signedBy: SignedBy;
  readonly sha256: string | null;
}

/** A package that was proven again. */
export interface VerifiedPackage {
  readonly manifest: Manifest;
  readonly rules: number;
  readonly vectors: number;
  /** Those that replayed them again. */
  readonly engines: readonly ProvenEngine[];
  /** Files that this version would write otherwise: what could be run of them was, but nothing ties them to the rules. */
  readonly notCompared: readonly string[];
  /** Null in packages of version 1. */
  readonly certificate: Certificate | null;
  readonly signedBy: SignedBy;
}

/** What two packages say differently, and on a project's orders decide: rows are the first one's decisions. */
export interface PackageDiff {
  readonly before: RuleSet;
  readonly after: RuleSet;
  readonly rules: RuleSetDiff;
  readonly decided:
    | ({ readonly crossed: Crossed; readonly target: Target } & Pick<RuleSetHere, 'standIns' | 'otherLists'>)
    | null;
}

/** What was exported where, in lines for a person. */
export function exportSummary({ report, path, signedBy, sha256 }: ExportedPackage, language: Language): string[] {
  const texts = packageTexts(language);
  return [
    ...engineSummary(report.certificate.engines, language),
    ...notProvenLines(report.certificate.notProven ?? [], texts),
    ...(report.rulesSilent.length === 0 ? [] : [fill(texts.silent, { rules: report.rulesSilent.join(', ') })]),
    ...(signedBy.kind === 'unsigned' ? [] : [signedLine(signedBy, texts)]),
    fill(texts.written, { path, sha256: sha256 ?? '' }),
  ];
}

function notProvenLines(found: readonly NotProven[], texts: PackageTexts): string[] {
  const names = found.map(({ file, engine }) => (engine === null ? file : fill(texts.notProvenBy, { file, engine })));
  return names.length === 0 ? [] : [fill(texts.notProven, { files: names.join(', ') })];
}

/** What a package says of itself, for JSON. */
export function verifiedJson({
  manifest,
  certificate,
  vectors,
  engines,
  notCompared,
  signedBy,
}: VerifiedPackage): object {
  return { manifest, signedBy, certificate, vectors, engines, notCompared, mismatches: 0 };
}

/** The same in lines for a person. */
export function verifiedSummary(verified: VerifiedPackage, language: Language): string[] {
  const texts = packageTexts(language);
  const { manifest, rules, vectors, engines, notCompared, certificate, signedBy } = verified;
  const { name, modelId: model, formatVersion: version, files } = manifest;
  return [
    fill(texts.verified, counts({ name, model, version, rules, files: files.length })),
    fill(texts.replayed, counts({ vectors })),
    ...engineSummary(engines, language),
    ...(notCompared.length === 0
      ? []
      : [fill(texts.notCompared, { version: manifest.tool.version, files: notCompared.join(', ') })]),
    ...(certificate === null
      ? []
      : [
          texts.certified,
          ...engineSummary(certificate.engines, language),
          ...notProvenLines(certificate.notProven ?? [], texts),
        ]),
    ...(manifest.formatVersion !== 1 && manifest.rawValues ? [texts.raw] : []),
    signedLine(signedBy, texts),
  ];
}

function signedLine(by: SignedBy, texts: PackageTexts): string {
  if (by.kind === 'unsigned') return texts.unsigned;
  const params = { fingerprint: by.fingerprint, short: shortFingerprint(by.fingerprint) };
  return by.name === null ? fill(texts.signedUnknown, params) : fill(texts.signedKnown, { ...params, name: by.name });
}

/** One move of decisions between two rule sets. */
interface Move {
  readonly from: ScreeningResult;
  readonly to: ScreeningResult;
  readonly orders: number;
  readonly byState: Readonly<Record<OutcomeState, number>>;
}

function movesOf({ decided }: PackageDiff): Move[] {
  if (decided === null) return [];
  const orders = (from: ScreeningResult, to: ScreeningResult, states: readonly OutcomeState[]): number =>
    movedSum(decided.crossed, { from: [from], to: [to], states }, 'orders');
  return results.flatMap((from) =>
    results.flatMap((to): Move[] => {
      const all = from === to ? 0 : orders(from, to, outcomeStates);
      if (all === 0) return [];
      const byState = Object.fromEntries(outcomeStates.map((state) => [state, orders(from, to, [state])]));
      return [{ from, to, orders: all, byState: byState as Move['byState'] }];
    }),
  );
}

/** What two packages say and decide differently, for JSON; `decided` is null without a project. */
export function diffJson(diff: PackageDiff): object {
  const moves = movesOf(diff);
  const orders = moves.reduce((sum, move) => sum + move.orders, 0);
  const { added, removed } = diff.rules.exceptions;
  // Whom an exception is for is a personal value.
  const unnamed = ({ value: _value, note: _note, ...exception }: RuleSetException): object => exception;
  const exceptions = { added: added.map(unnamed), removed: removed.map(unnamed) };
  return {
    ...diff.rules,
    exceptions,
    decided:
      diff.decided === null ? null : { orders, target: diff.decided.target.id, moves, ...lackingOf(diff.decided) },
  };
}

const lackingOf = ({ standIns, otherLists }: Pick<RuleSetHere, 'standIns' | 'otherLists'>): object => ({
  standIns,
  otherLists,
});

/** The same in lines for a person. */
export function diffSummary(diff: PackageDiff, language: Language): string[] {
  const texts = packageTexts(language);
  return [
    ...(diff.rules.same ? [texts.same] : ruleLines(diff.rules, texts, language)),
    ...decidedLines(diff, texts, language),
  ];
}

function ruleLines(diff: RuleSetDiff, texts: PackageTexts, language: Language): string[] {
  const { settings, policy, rules, groups, features, exceptions } = diff;
  const changes = (all: readonly FieldChange[], before = ''): string[] =>
    all.map((change) => fieldLine(change, texts, before));
  const whole = (text: 'added' | 'removed', kind: keyof PackageTexts['kinds'], name: string, says: string): string =>
    fill(texts[text], { kind: texts.kinds[kind], name, says });
  return [
    ...changes(settings),
    ...changes(policy, `${texts.kinds.policy} `),
    ...rules.added.map((rule) => whole('added', 'rule', rule.code, ruleSays(rule, language))),
    ...rules.removed.map((rule) => whole('removed', 'rule', rule.code, ruleSays(rule, language))),
    ...rules.changed.flatMap(({ code, changes: own }) => changes(own, `${texts.kinds.rule} ${code} `)),
    ...(rules.reordered ? [texts.reordered] : []),
    ...groups.added.map((group) => whole('added', 'group', groupName(group), group.rules.join(', '))),
    ...groups.removed.map((group) => whole('removed', 'group', groupName(group), group.rules.join(', '))),
    ...groups.changed.map(({ name, added, removed }) =>
      fill(texts.groupChanged, { name, added: added.join(', '), removed: removed.join(', ') }),
    ),
    ...features.added.map((one) => whole('added', 'feature', velocityPath(one.id), canonicalJson(one))),
    ...features.removed.map((one) => whole('removed', 'feature', velocityPath(one.id), canonicalJson(one))),
    ...[
      ...exceptions.added.map((one) => ['added', one] as const),
      ...exceptions.removed.map((one) => ['removed', one] as const),
    ].map(([text, one]) => whole(text, 'exception', one.field, `${one.kind} ${one.from} – ${one.until ?? ''}`.trim())),
  ];
}

const ruleSays = ({ description, result, when }: Rule, language: Language): string =>
  [result, description[language], when].filter((part) => part !== '').join(' · ');

function fieldLine({ field, before, after }: FieldChange, texts: PackageTexts, of: string): string {
  const name = `${of}${texts.fields[field] ?? field}`;
  return fill(texts.changed, { name, before: before ?? texts.none, after: after ?? texts.none });
}

function decidedLines(diff: PackageDiff, texts: PackageTexts, language: Language): string[] {
  const { decided } = diff;
  if (decided === null) return [];
  const moves = movesOf(diff);
  const sum = (of: (move: Move) => number): number => moves.reduce((total, move) => total + of(move), 0);
  const { badWord } = wordsOf(decided.target, language);
  const orders = sum((move) => move.orders);
  const lacking = [
    ...(decided.standIns === 0 ? [] : [fill(texts.diffStandIns, counts({ count: decided.standIns }))]),
    ...(decided.otherLists.length === 0 ? [] : [fill(texts.diffLists, { lists: decided.otherLists.join(', ') })]),
  ];
  if (orders === 0) return [texts.noneDecided, ...lacking];
  const line = (text: string, params: Readonly<Record<string, string | number>>): string =>
    fill(text, counts({ ...params, badWord }));
  return [
    line(texts.decided, { orders, bad: sum(({ byState }) => byState.bad) }),
    ...moves.map(({ from, to, orders: moved, byState }) =>
      line(texts.move, { from, to, orders: count(moved), bad: byState.bad }),
    ),
    ...lacking,
  ];
}
