import { describe, expect, it } from 'vitest';
import { builderOf, celOf, type BuilderCondition } from '../../analysis/expression/builder/index.ts';
import { parse, scopeOf } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { cellText } from '../../renderer/rules/views/cell-text.ts';
import { operatorOf, operatorsFor, withOperator, type OperatorId } from '../../renderer/rules/views/operators.ts';
import { freshNode, subjectChoices, subjectLabel, typeOf, type Place } from '../../renderer/rules/views/subjects.ts';
import { valueFrom } from '../../renderer/rules/views/value-input.tsx';
import { language } from '../../renderer/i18n/index.ts';

const columns = projectColumns(
  [{ id: 'vip', label: '優良会員', type: 'bool', knownAtScreening: 'yes' }],
  new Set(['amount', 'payment_method']),
);
const place: Place = {
  scope: scopeOf(columns, 'JPY', 'Asia/Tokyo'),
  info: { columns } as unknown as ProjectInfo,
  variable: null,
};

function condition(text: string): BuilderCondition {
  const parsed = parse(text);
  const node = parsed.ok ? builderOf(parsed.ast) : null;
  if (node?.kind !== 'condition') throw new Error(text);
  return node;
}

describe('operators of the builder', () => {
  it.each([
    ['string', 'card.bin == "4"'],
    ['int', 'items.quantity == 4'],
    ['bool', 'custom.vip'],
    ['timestamp', 'order.time >= timestamp("2026-01-01T00:00:00Z")'],
  ] as const)('every operator on a %s is said in text and read back', (type, text) => {
    const offered = operatorsFor(type, true).filter((id) => !id.endsWith('listed'));
    const read = offered.map((id): OperatorId | null => {
      const written = celOf(withOperator(condition(text), id, type));
      return written === null ? null : operatorOf(condition(written));
    });
    expect(read).toEqual(offered);
  });

  it('keep what was written where the other can hold it', () => {
    const several = condition('card.bin in ["4", "5"]');
    expect(celOf(withOperator(several, 'not-in', 'string'))).toBe('!(card.bin in ["4", "5"])');
    expect(celOf(withOperator(several, 'contains', 'string'))).toBe('card.bin.contains("4")');
    expect(celOf(withOperator(condition('order.amount > 5'), 'in', 'money'))).toBe('order.amount in [5]');
    expect(celOf(withOperator(condition('custom.vip'), 'absent', 'bool'))).toBe('!has(custom.vip)');
    expect(operatorOf(condition('!(order.amount > 5)'))).toBeNull();
  });

  it('numbers are read as people write them', () => {
    expect(valueFrom('number', ' １２,３４５ ')).toEqual({ kind: 'number', text: '12345' });
    expect(valueFrom('number', '12.50')).toEqual({ kind: 'number', text: '12.50' });
    expect(valueFrom('string', '')).toEqual({ kind: 'string', value: null });
  });
});

describe('what can be chosen', () => {
  it('fields with values come first, those rules may not read last and say so', () => {
    const keys = [...subjectChoices(place).values()];
    const labels = keys.map(({ label }) => label);
    expect(labels.slice(0, 2)).toEqual(['金額', '支払方法']);
    expect(keys.find(({ label }) => label === '決済ステータス')?.hint).toBe('ルールには使えません');
    expect(labels).toContain('注文日時の時');
    expect(labels).toContain('明細の小計の合計');
  });

  it('within lines only what a line has', () => {
    const labels = [...subjectChoices({ ...place, variable: 'i' }).values()].map(({ label }) => label);
    expect(labels).toEqual(['商品コード', '商品名', 'カテゴリ', '単価', '数量', '小計']);
    const node = freshNode({ lines: true }, place);
    expect(node.kind).toBe('lines');
    expect(celOf(node)).toBeNull();
  });

  it('every choice makes a condition of its own type, and none is complete by itself but yes/no', () => {
    for (const choice of subjectChoices(place).values()) {
      if (!('subject' in choice)) continue;
      const fresh = freshNode(choice, place);
      expect(subjectLabel(choice.subject, place)).toBe(choice.label);
      expect(typeOf(choice.subject, place), choice.label).not.toBeNull();
      expect(celOf(fresh) === null, choice.label).toBe(typeOf(choice.subject, place) !== 'bool');
    }
  });
});

it('a cell reads as a person would say it', () => {
  language.set('ja');
  const say = (text: string) => cellText(condition(text), place);
  expect(say('order.payment_method in ["01", "02"]')).toBe('01 後払い / 02 クレジットカード のどれか');
  expect(say('order.amount >= 15000')).toBe('≧ 15,000');
  expect(say('!has(buyer.phone)')).toBe('値がない');
  expect(say('buyer.prefecture != delivery.prefecture')).toBe('≠ 配送先都道府県');
  language.set('en');
  expect(say('delivery.address.contains("転送")')).toBe('contains “転送”');
  language.set('ja');
});
