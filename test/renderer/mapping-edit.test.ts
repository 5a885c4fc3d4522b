import { describe, expect, it } from 'vitest';
import { targetPresets } from '../../analysis/model/target.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import {
  alsoRead,
  assign,
  changedColumns,
  finished,
  headersOf,
  notRead,
  putFirst,
  readAs,
  roleOf,
  setAlternatives,
  setFormat,
  setLabel,
} from '../../renderer/data/mapping-edit.ts';

const start: Mapping = { timezone: 'Asia/Tokyo', columns: { amount: 'total', event_id: 'no' }, keep: ['memo'] };

describe('editing a mapping', () => {
  it('joins a second column of the id and of the time, and replaces any other', () => {
    const joined = assign(start, 'shop', { kind: 'canonical', name: 'event_id' });
    expect(headersOf(joined.columns.event_id)).toEqual(['no', 'shop']);
    expect(headersOf(putFirst(joined, 'event_id', 'shop').columns.event_id)).toEqual(['shop', 'no']);
    const replaced = assign(start, 'paid', { kind: 'canonical', name: 'amount' });
    expect(replaced.columns.amount).toBe('paid');
  });

  it('gives a column one role only, and choosing the same role again changes nothing', () => {
    const moved = assign(start, 'memo', { kind: 'canonical', name: 'email' });
    expect(moved.keep).toEqual([]);
    expect(roleOf(moved, 'memo')).toEqual({ kind: 'canonical', name: 'email' });
    expect(assign(moved, 'memo', { kind: 'canonical', name: 'email' })).toBe(moved);
    expect(roleOf(assign(moved, 'memo', { kind: 'none' }), 'memo')).toEqual({ kind: 'none' });
  });

  it('reads a column as something else too, which stays when its first role becomes another', () => {
    const both = alsoRead(assign(start, 'card', { kind: 'canonical', name: 'event_id' }), 'card', 'card_token');
    expect(headersOf(both.columns.event_id)).toEqual(['no', 'card']);
    expect(both.columns.card_token).toBe('card');
    expect(readAs(both, 'card')).toEqual(['event_id', 'card_token']);
    const moved = assign(both, 'card', { kind: 'canonical', name: 'transaction_id' });
    expect(headersOf(moved.columns.event_id)).toEqual(['no']);
    expect(readAs(moved, 'card')).toHaveLength(2);
    expect(notRead(both, 'card', 'card_token').columns).toEqual({
      amount: 'total',
      event_id: { from: ['no', 'card'] },
    });
    expect(readAs(assign(both, 'card', { kind: 'keep' }), 'card')).toEqual([]);
    expect(alsoRead(start, 'memo', 'email').keep).toEqual([]);
  });

  it('keeps alternatives apart: one more is one more, and what is left of them is the rest', () => {
    const phone = { first: ['mobile', ['area', 'number']] };
    const either = { ...start, columns: { ...start.columns, phone } };
    expect(alsoRead(either, 'memo', 'phone').columns.phone).toEqual({ first: ['mobile', ['area', 'number'], 'memo'] });
    expect(putFirst(either, 'phone', 'number').columns.phone).toEqual({ first: [['area', 'number'], 'mobile'] });
    expect(notRead(either, 'mobile', 'phone').columns.phone).toEqual({ from: ['area', 'number'] });
    const joined = assign(start, 'shop', { kind: 'canonical', name: 'event_id' });
    const apart = setAlternatives(joined, 'event_id', true);
    expect(apart.columns.event_id).toEqual({ first: ['no', 'shop'] });
    expect(setAlternatives(apart, 'event_id', false).columns.event_id).toEqual({ from: ['no', 'shop'] });
    expect(changedColumns(joined, apart)).toEqual([{ name: 'event_id', before: ['no', 'shop'], now: ['no', 'shop'] }]);
  });

  it('keeps the time format while columns are joined', () => {
    const timed = setFormat(assign(start, 'day', { kind: 'canonical', name: 'ordered_at' }), 'ordered_at', '%Y/%m/%d');
    const joined = assign(timed, 'clock', { kind: 'canonical', name: 'ordered_at' });
    expect(joined.columns.ordered_at).toEqual({ from: ['day', 'clock'], format: '%Y/%m/%d' });
  });

  it('names the columns that are mapped otherwise than before, not those that are new', () => {
    expect(changedColumns(start, assign(start, 'memo', { kind: 'canonical', name: 'email' }))).toEqual([]);
    const moved = assign(start, 'paid', { kind: 'canonical', name: 'amount' });
    expect(changedColumns(start, assign(moved, 'no', { kind: 'none' }))).toEqual([
      { name: 'event_id', before: ['no'], now: [] },
      { name: 'amount', before: ['total'], now: ['paid'] },
    ]);
  });

  it('sends no label without a bad value, and an answer for every kept column', () => {
    expect(setLabel(start, 'memo', []).label).toBeUndefined();
    expect(setLabel(start, 'memo', ['1']).label).toEqual({ from: 'memo', bad: ['1'] });
    expect(finished(start).knownAtScreening).toEqual({ memo: 'unsure' });
    expect(finished({ ...start, keep: [] })).not.toHaveProperty('keep');
    const [target] = targetPresets;
    expect(finished({ ...start, ...(target === undefined ? {} : { target }) })).not.toHaveProperty('target');
  });
});
