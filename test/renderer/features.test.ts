import { beforeEach, describe, expect, test } from 'vitest';
import { checkFeature, scopeOf } from '../../analysis/expression/index.ts';
import { featureCatalogue } from '../../analysis/model/feature-catalogue/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { MeasuredDifference } from '../../analysis/model/feature-preview.ts';
import { featureSchema, type Feature } from '../../analysis/model/features.ts';
import { language } from '../../renderer/i18n/index.ts';
import { draftOf } from '../../renderer/rule-sets/document.ts';
import {
  freeId,
  readsFeature,
  tidied,
  withFeatureAfter,
  withFeatureId,
  withoutFeature,
} from '../../renderer/rules/features/feature-edits.ts';
import { issuePlace } from '../../renderer/rules/features/feature-fields.ts';
import {
  featureWords,
  meanText,
  spanText,
  valueText,
  windowText,
} from '../../renderer/rules/features/feature-words.ts';
import { binCondition, claimOf, knownRate, shareRows } from '../../renderer/rules/features/preview-rows.ts';

const scope = scopeOf(projectColumns([], new Set(['device_id', 'card_token'])), 'JPY', 'Asia/Tokyo');
const cards: Feature = { id: 'cards', agg: 'count_distinct', of: 'card.token', by: ['device.id'], window: '24h' };
const rule = (code: string, when: string) => ({ code, description: { ja: '', en: '' }, when, result: 'NG' as const });
const draftWith = (features: Feature[], ...whens: string[]) =>
  draftOf({
    ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: 'set', profile: 'wb-1' },
    ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK', features },
    rules: whens.map((when, at) => rule(`R${at}`, when)),
  });
const whensOf = ({ ruleSet }: ReturnType<typeof draftOf>) => ruleSet.rules.map(({ when }) => when);
import { waitsFor } from '../../renderer/rules/features/use-preview.ts';

describe('the features of a draft', () => {
  test('are read where they are named as a whole, not in longer names and not in texts', () => {
    expect(readsFeature('velocity.cards >= 2', 'cards')).toBe(true);
    expect(readsFeature('velocity.cards_24h >= 2 || my.velocity.cards > 1', 'cards')).toBe(false);
    expect(readsFeature("order.note == \"velocity.cards\" && order.kind == 'a\\'velocity.cards'", 'cards')).toBe(false);
  });

  test('keep their rules when they are renamed; texts stay as they are', () => {
    const draft = draftWith([cards], 'velocity.cards >= 2 && order.kind != "velocity.cards"', 'velocity.cards_2 > 1');
    const renamed = withFeatureId(draft, 0, 'cards_of_device');
    expect(renamed.ruleSet.features?.map(({ id }) => id)).toEqual(['cards_of_device']);
    expect(whensOf(renamed)).toEqual([
      'velocity.cards_of_device >= 2 && order.kind != "velocity.cards"',
      'velocity.cards_2 > 1',
    ]);
  });

  test('leave rules alone when another feature has the old id too', () => {
    const renamed = withFeatureId(draftWith([cards, cards], 'velocity.cards >= 2'), 1, 'other');
    expect(whensOf(renamed)).toEqual(['velocity.cards >= 2']);
  });

  test('go in after one another and leave no empty list', () => {
    const two = withFeatureAfter(draftWith([cards, { ...cards, id: 'last' }]), 0, { ...cards, id: 'between' });
    expect(two.ruleSet.features?.map(({ id }) => id)).toEqual(['cards', 'between', 'last']);
    expect('features' in withoutFeature(draftWith([cards]), 0).ruleSet).toBe(false);
    expect(['cards', 'cards_v2'].map((id) => freeId(id, ['cards', 'cards_v2']))).toEqual(['cards_v3', 'cards_v3']);
    expect(featureSchema.shape.id.safeParse(freeId('a'.repeat(60), ['a'.repeat(54)])).success).toBe(true);
  });

  test('lose what no longer goes with them when their kind changes, so that they check', () => {
    const options: Feature = { ...cards, includeCurrent: true, ties: 'sequenced' };
    const becomes = (change: Parameters<typeof tidied>[1]) => {
      const merged = Object.entries({ ...options, ...tidied(options, change) });
      return featureSchema.parse(Object.fromEntries(merged.filter(([, value]) => value !== undefined)));
    };
    expect(becomes({ agg: 'known_bad' })).toEqual({ id: 'cards', agg: 'known_bad', by: ['device.id'], window: '24h' });
    expect(becomes({ on: 'auth' })).toEqual({ ...cards, on: 'auth' });
    expect(becomes({ agg: 'count' })).toEqual({
      ...{ id: 'cards', agg: 'count', by: ['device.id'], window: '24h' },
      ...{ includeCurrent: true, ties: 'sequenced' },
    });
    expect(checkFeature(becomes({ on: 'auth' }), scope).ok).toBe(true);
  });

  test('show each problem at its own part of the form', () => {
    const places = (feature: Feature) => checkFeature(feature, scope).issues.map((issue) => issuePlace(issue, feature));
    expect(places({ ...cards, by: ['device.idd'] })).toEqual(['keys']);
    expect(places({ ...cards, by: ['order.amount'] })).toEqual(['keys']);
    expect(places({ ...cards, of: 'card.tokenn' })).toEqual(['of']);
    expect(places({ ...cards, agg: 'sum' })).toEqual(['of']);
    expect(places({ ...cards, where: 'order.amount >' })).toEqual(['where']);
    expect(places({ ...cards, on: 'auth', includeCurrent: true })).toEqual(['options']);
  });
});

describe('the words of features', () => {
  beforeEach(() => language.set('ja'));

  test('say what is counted, of whom, over how long and under which condition', () => {
    expect(featureWords(cards, scope)).toBe('端末IDが同じ過去の注文（直前24時間）のカード識別子の種類数');
    const small: Feature = {
      ...cards,
      agg: 'count',
      window: 'all',
      where: 'order.amount < 1000',
      includeCurrent: true,
    };
    expect(featureWords(small, scope)).toBe(
      '端末IDが同じ過去の注文（これまで全部、条件 order.amount < 1000、この注文を含む）の件数',
    );
    language.set('en');
    expect(featureWords({ ...cards, on: 'auth' }, scope)).toBe(
      'Distinct Card token in earlier authorisations with the same Device ID (24 h before)',
    );
  });

  test('name fields of events by the words of events', () => {
    const amount: Feature = { ...cards, agg: 'sum', of: 'event.amount', on: 'payment' };
    expect(featureWords(amount, scope)).toBe('端末IDが同じ過去の入金（直前24時間）の金額の合計');
  });

  test('name every field of the catalogue: no path is left in what it says', () => {
    const all = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');
    const unnamed = featureCatalogue.filter(({ feature: { where: _where, ...feature } }) =>
      /[a-z]+\.[a-z_]+/.test(featureWords(feature, all)),
    );
    expect(unnamed.map(({ feature }) => feature.id)).toEqual([]);
  });

  test('write values with their units', () => {
    const format = { agg: 'count', type: 'int', currency: 'JPY', timezone: 'Asia/Tokyo' } as const;
    expect(windowText('30m')).toBe('30分');
    expect([0, 59, 3600, 90_061].map(spanText)).toEqual(['0秒', '59秒', '1時間', '1日 1時間']);
    expect(valueText(1234, format)).toBe('1,234');
    expect(valueText(1234, { ...format, agg: 'sum', type: 'money' })).toBe('1,234円');
    expect(valueText(0, { ...format, agg: 'last_seen', type: 'timestamp' })).toBe('1970-01-01 09:00:00');
    expect(meanText(0.012_345, format)).toBe('0.0123');
  });
});

const bin = (from: number, to: number, bad: number, good: number) => ({ from, to, orders: bad + good + 1, bad, good });

describe('the distribution of a feature', () => {
  test('is the share of all bad and of all good orders per value', () => {
    const rows = shareRows([bin(0, 0, 1, 90), bin(1, 3, 3, 10)]);
    expect(rows.map(({ state, share, longest }) => [state, share, longest])).toEqual([
      ['bad', 0.25, 0.9],
      ['good', 0.9, 0.9],
      ['bad', 0.75, 0.75],
      ['good', 0.1, 0.75],
    ]);
    expect(shareRows([bin(0, 0, 0, 5)])[0]?.share).toBe(0);
    expect([knownRate(bin(1, 3, 3, 9)), knownRate(bin(0, 0, 0, 0))]).toEqual([0.25, null]);
  });

  test('opens its orders by conditions that rules can write, money in major units', () => {
    const of = (type: 'int' | 'money' | 'double', currency = 'JPY') => ({ feature: cards, type, currency });
    expect(binCondition(of('int'), bin(2, 2, 0, 0))).toBe('velocity.cards == 2');
    expect(binCondition(of('money'), bin(1100, 12_040, 0, 0))).toBe(
      'velocity.cards >= 1100 && velocity.cards <= 12040',
    );
    expect(binCondition(of('money', 'USD'), bin(5, 1234, 0, 0))).toBe(
      'velocity.cards >= 0.05 && velocity.cards <= 12.34',
    );
    expect(binCondition(of('money'), bin(0.5, 2, 0, 0))).toBeNull();
    expect(binCondition(of('double'), bin(0, 2, 0, 0))).toBeNull();
  });

  test('says what a naive reading would have claimed', () => {
    const difference = (differ: number, orders: number, bad: number): MeasuredDifference => ({
      ...{ reading: 'window', measured: true, differ, higher: differ, lower: 0 },
      atLeastOne: { pointInTime: { orders: 22, bad: 6 }, hindsight: { orders, bad } },
    });
    expect(claimOf(difference(0, 22, 6))).toEqual({ kind: 'same' });
    expect(claimOf(difference(385, 407, 128))).toEqual({ kind: 'more', orders: 385, bad: 122 });
    expect(claimOf(difference(5, 25, 6))).toEqual({ kind: 'wider', orders: 3 });
    expect(claimOf(difference(5, 22, 6))).toEqual({ kind: 'other' });
    expect(claimOf({ ...difference(5, 22, 6), atLeastOne: null })).toEqual({ kind: 'other' });
  });
});

describe('a feature waits to be wanted', () => {
  const counted = { events: 900_000, keys: 10, most: 9 };
  test('where it is expected to take more than five seconds, or, before anything was timed, counts a million events', () => {
    expect(waitsFor({ ...counted, expectedMs: 5000 })).toBe(false);
    expect(waitsFor({ ...counted, expectedMs: 5001 })).toBe(true);
    expect(waitsFor({ ...counted, expectedMs: null })).toBe(false);
    expect(waitsFor({ ...counted, events: 1_000_001, expectedMs: null })).toBe(true);
    expect(waitsFor({ ...counted, events: 50_000_000, expectedMs: 4000 })).toBe(false);
  });
});
