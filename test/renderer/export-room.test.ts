import { describe, expect, it } from 'vitest';
import type { PackageReading } from '../../analysis/engine-api.ts';
import type { EmulationProfile } from '../../analysis/model/emulation.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { comparedByAll } from '../../renderer/export/certified.ts';
import { comparedSets } from '../../renderer/export/compared-sets.ts';
import {
  changesNothing,
  profileOf,
  profileText,
  sameEmulation,
  type AskedEmulation,
} from '../../renderer/export/emulation-wish.ts';
import { hasChoice, takenOf } from '../../renderer/export/taken.ts';
import { madeOfText } from '../../renderer/export/version-choice.tsx';
import { language } from '../../renderer/i18n/index.ts';
import { documentOf, withMoved, withoutRule, withRule } from '../../renderer/rule-sets/document.ts';
import { edited } from '../../renderer/state/steps.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const set = ruleSetOf(ruleOf('A', 'order.amount > 1'), ruleOf('B', 'order.amount > 2'));
const other = ruleSetOf(ruleOf('A', 'order.amount > 3'));

describe('packages are compared', () => {
  const reading = (ruleSet: RuleSet, mismatches: number): PackageReading => ({
    here: { ruleSet, standIns: 0, otherLists: [] },
    ...{ ruleSet, mismatches, formatVersion: 2, vectors: 1, evaluator: 'e', files: 1, notCompared: [] },
    ...{ createdAt: null, rawValues: false, certificate: null, signedBy: { kind: 'unsigned' } },
  });
  const read = (mismatches: number) => ({ kind: 'read' as const, name: 'second', of: reading(other, mismatches) });

  it('with a rule set of the project, or with another package', () => {
    expect(comparedSets(reading(set, 0), { kind: 'none' }, other)).toMatchObject({
      before: other,
      after: set,
      here: { before: other, after: set },
    });
    expect(comparedSets(reading(set, 0), read(0), null)).toMatchObject({
      before: other,
      after: set,
      here: { before: other, after: set },
    });
    expect(comparedSets(reading(set, 0), { kind: 'none' }, null)).toBeNull();
  });

  it('by what the project decides by, which names what is not as it was proven', () => {
    const known = ruleSetOf(ruleOf('A', 'order.amount > 1', 'REVIEW'));
    const first = { ...reading(set, 0), here: { ruleSet: known, standIns: 1, otherLists: ['a', 'b'] } };
    const second = { ...reading(other, 0), here: { ruleSet: other, standIns: 2, otherLists: ['b', 'c'] } };
    expect(comparedSets(first, { kind: 'read', name: 'second', of: second }, null)).toEqual({
      ...{ before: other, after: set },
      here: { before: other, after: known, standIns: 3, otherLists: ['b', 'c', 'a'] },
    });
  });

  it('never where the first or the second does not decide as it says', () => {
    expect(comparedSets(reading(set, 1), { kind: 'none' }, other)).toBeNull();
    expect(comparedSets(reading(set, 1), read(0), null)).toBeNull();
    expect(comparedSets(reading(set, 0), read(1), null)).toBeNull();
  });
});

describe('of a rule set is used', () => {
  const stored = { ruleSetId: 'x', version: 3, savedAt: 0, note: null, ruleSet: set, hash: '' };
  const saved = documentOf('x', stored, set);
  const keyOfA = saved.now.keys[0] ?? '';
  const changed = edited(saved, withRule(saved.now, keyOfA, { when: 'order.amount > 9' }), 'a', 0);

  it('what was saved last, unless the draft is asked for', () => {
    expect(hasChoice(changed)).toBe(true);
    const last = takenOf(changed, 'saved');
    expect(last.madeOf).toEqual({ kind: 'version', version: 3 });
    expect(last.draft.ruleSet).toBe(set);
    const draft = takenOf(changed, 'draft');
    expect(draft.madeOf).toEqual({ kind: 'draft', version: 3 });
    expect(draft.draft.ruleSet.rules[0]?.when).toBe('order.amount > 9');
  });

  it('the version where nothing was changed, and the draft where nothing was saved', () => {
    expect(hasChoice(saved)).toBe(false);
    expect(takenOf(saved, 'draft')).toEqual({ madeOf: { kind: 'version', version: 3 }, draft: saved.now });
    const fresh = documentOf('new', null, set);
    expect(hasChoice(fresh)).toBe(false);
    expect(takenOf(fresh, 'saved')).toEqual({ madeOf: { kind: 'draft', version: null }, draft: fresh.now });
  });

  it('with keys that lead to the rules of the draft, and the same as long as the draft is', () => {
    const moved = edited(saved, withMoved(saved.now, keyOfA, 1), 'm', 0);
    expect(takenOf(moved, 'saved').draft.keys).toEqual(saved.now.keys);
    const gone = edited(saved, withoutRule(saved.now, keyOfA), 'g', 0);
    expect(takenOf(gone, 'saved').draft.keys[1]).toBe(saved.now.keys[1]);
    expect(new Set(takenOf(gone, 'saved').draft.keys).size).toBe(2);
    expect(takenOf(gone, 'saved').draft).toBe(takenOf(gone, 'saved').draft);
  });

  it('and the result says which', () => {
    language.set('en');
    expect(madeOfText({ kind: 'version', version: 3 })).toBe('the saved version 3');
    expect(madeOfText({ kind: 'draft', version: 3 })).toBe('the unsaved draft (changed from version 3)');
    expect(madeOfText({ kind: 'draft', version: null })).toBe('a draft that was never saved');
    language.set('ja');
    expect(madeOfText({ kind: 'draft', version: 3 })).toBe('未保存の下書き（版3からの変更を含む）');
  });
});

describe('an emulation', () => {
  const bucketed: EmulationProfile = { kind: 'bucketed', bucket: 'day' };
  const asked: AskedEmulation = {
    ...{ ruleSet: set, madeOf: { kind: 'version', version: 1 }, profile: bucketed, dataVersion: '1' },
  };
  const wish = { name: 'capped', cap: 10, minutes: 15, gives: null } as const;

  it('answers what was asked and nothing else', () => {
    expect(sameEmulation(asked, structuredClone(asked))).toBe(true);
    // Saved since as it was: the same rules, the same figures.
    expect(sameEmulation(asked, { ...asked, madeOf: { kind: 'draft', version: 1 } })).toBe(true);
    expect(sameEmulation(asked, { ...asked, ruleSet: other })).toBe(false);
    expect(sameEmulation(asked, { ...asked, profile: { kind: 'bucketed', bucket: 'hour' } })).toBe(false);
    expect(sameEmulation(asked, { ...asked, dataVersion: '2' })).toBe(false);
    const capped = (cap: number) => ({ ...asked, profile: profileOf({ ...wish, cap }) });
    expect(sameEmulation(capped(10), capped(11))).toBe(false);
    const later = (minutes: number) => ({ ...asked, profile: profileOf({ ...wish, name: 'wall-clock', minutes }) });
    expect(sameEmulation(later(15), later(16))).toBe(false);
  });

  it('is headed by its profile and parameters', () => {
    language.set('ja');
    expect(profileText(bucketed)).toBe('1日ごとに区切って数える');
    expect(profileText({ kind: 'capped', cap: 1000 })).toBe('回数に上限がある（上限 1,000）');
    expect(profileText({ kind: 'wall-clock', seconds: 900 })).toBe('注文より後に評価する（遅れ 15分）');
    expect(profileText({ kind: 'nulls-error', gives: null })).toBe('空欄があるとエラー（結果は 既定の結果）');
    language.set('en');
    expect(profileText({ kind: 'wall-clock', seconds: 60 })).toBe('Evaluates after the order (1 minute later)');
  });

  it.each<[EmulationProfile, Feature['agg'], string, 'countsNothing' | null, 'notCounted' | null]>([
    [bucketed, 'count', '24h', 'countsNothing', null],
    [bucketed, 'count', 'all', 'countsNothing', 'notCounted'],
    [{ kind: 'capped', cap: 1 }, 'count_distinct', 'all', 'countsNothing', null],
    [{ kind: 'capped', cap: 1 }, 'known_bad', '7d', 'countsNothing', null],
    [{ kind: 'capped', cap: 1 }, 'sum', '7d', 'countsNothing', 'notCounted'],
    [{ kind: 'wall-clock', seconds: 60 }, 'since_last', 'all', 'countsNothing', null],
    [{ kind: 'nulls-false' }, 'count', '24h', null, null],
    [{ kind: 'exact' }, 'sum', 'all', null, null],
  ])('as %j with %s over %s', (profile, agg, window, without, withOne) => {
    expect(changesNothing(profile, set)).toBe(without);
    expect(changesNothing(profile, { features: [] })).toBe(without);
    const one: Feature = { id: 'f', agg, by: ['device.id'], window };
    expect(changesNothing(profile, { features: [one] })).toBe(withOne);
  });
});

it('the answers of all engines are added up, an engine on two subjects counted once', () => {
  const cel = { engine: 'cel-js', version: '1', mismatches: 0 };
  const all = comparedByAll([
    { ...cel, compared: 100 },
    { ...cel, compared: 20 },
    { ...cel, version: '2', compared: 3 },
  ]);
  expect(all).toEqual({ answers: 123, mismatches: 0, engines: 2 });
});
