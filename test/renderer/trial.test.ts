import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { redoTrial, trialOf, tryOtherwise, undoTrial } from '../../renderer/backtest/trial.ts';
import { asItRan, toggled, withText } from '../../renderer/backtest/what-if.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const set = ruleSetOf(ruleOf('A', 'order.amount > 1', 'NG'), ruleOf('B', 'order.amount > 2', 'REVIEW'));
const now = () => trialOf.get()?.steps.now;
const off = (code: string): void =>
  tryOtherwise('run', (trial) => ({ ...trial, whatIf: toggled(trial.whatIf ?? asItRan, [code], false) }));
const when = (text: string): void =>
  tryOtherwise('run', (trial) => ({ ...trial, whatIf: withText(set, trial.whatIf ?? asItRan, 'A', text) }));
const review = (minutes: number): void =>
  tryOtherwise('run', (trial) => ({ ...trial, assumptions: { reviewMinutes: minutes } }));

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => {
  vi.useRealTimers();
  trialOf.set(null);
});

it('takes back rules switched off one by one, and does them again', () => {
  off('A');
  off('B');
  expect([...(now()?.whatIf?.off ?? [])]).toEqual(['A', 'B']);
  expect(undoTrial('run')).toBe(true);
  expect([...(now()?.whatIf?.off ?? [])]).toEqual(['A']);
  expect(undoTrial('run')).toBe(true);
  expect(now()?.whatIf).toBeNull();
  expect(undoTrial('run')).toBe(false);
  expect([redoTrial('run'), redoTrial('run'), redoTrial('run')]).toEqual([true, true, false]);
  expect([...(now()?.whatIf?.off ?? [])]).toEqual(['A', 'B']);
});

it('takes back what was typed at once in one step, and assumptions among the rest', () => {
  tryOtherwise('run', (trial) => ({ ...trial, whatIf: asItRan }));
  when('order.amount > 10');
  vi.advanceTimersByTime(300);
  when('order.amount > 100');
  vi.advanceTimersByTime(5000);
  review(5);
  vi.advanceTimersByTime(300);
  review(50);
  expect(now()?.assumptions).toEqual({ reviewMinutes: 50 });
  undoTrial('run');
  expect(now()).toMatchObject({ assumptions: null });
  expect(now()?.whatIf?.texts.get('A')).toBe('order.amount > 100');
  undoTrial('run');
  expect(now()?.whatIf).toBe(asItRan);
});

it('is of one run: another has no steps of it', () => {
  off('A');
  expect(undoTrial('other')).toBe(false);
  tryOtherwise('other', (trial) => ({ ...trial, whatIf: asItRan }));
  expect(undoTrial('run')).toBe(false);
});

it('closing the panel is a step: what was tried comes back', () => {
  off('A');
  tryOtherwise('run', (trial) => ({ ...trial, whatIf: null }));
  undoTrial('run');
  expect([...(now()?.whatIf?.off ?? [])]).toEqual(['A']);
});
