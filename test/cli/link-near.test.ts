import { describe, expect, it } from 'vitest';
import { parseCommand, UsageError } from '../../analysis/cli/args.ts';
import { nearSummary } from '../../analysis/cli/near-summary.ts';
import type { NearPair, NearSide, NearState } from '../../analysis/model/near.ts';

const side = (seq: number): NearSide => ({
  seq,
  order: `o${seq}`,
  orders: 2,
  name: '佐藤 健太',
  kana: null,
  address: null,
  phone: null,
  email: null,
  agent: null,
});
const pair: NearPair = {
  pair: 'x',
  sides: [side(1), side(2)],
  priorBits: -10,
  evidence: [
    { field: 'name', level: 'same', bits: 12, rarity: -1 },
    { field: 'phone', level: 'near', bits: 9.25, rarity: 0 },
    { field: 'email', level: 'different', bits: -1.5, rarity: 0 },
    { field: 'agent', level: 'missing', bits: 0, rarity: 0 },
  ],
  bits: 9.75,
  over: true,
  together: false,
  decision: null,
  decidedAt: null,
};
const state: NearState = {
  report: {
    orders: 10,
    profiles: 1234,
    candidates: 56,
    passes: [{ pass: 'address', values: 7, skipped: 3 }],
    skipped: [],
    sampled: 100,
    priorBits: -10,
    odds: [],
    rounds: 9,
    converged: true,
    pairs: 1,
    over: 1,
  },
  open: 1,
  accepted: 0,
  rejected: 0,
  waiting: 0,
};

describe('link --near', () => {
  it('is a switch without a value, of link alone', () => {
    expect(parseCommand(['link', '--project', 'p', '--near', '--json'])).toEqual({
      kind: 'link',
      unmasked: false,
      project: 'p',
      hub: null,
      near: true,
      linkNear: false,
      json: true,
    });
    expect(parseCommand(['link', '--near', '--project', 'p'])).toMatchObject({ project: 'p', near: true });
    expect(parseCommand(['link', '--project', 'p'])).toMatchObject({ near: false });
    expect(() => parseCommand(['link', '--project', 'p', '--near=yes'])).toThrow(UsageError);
    expect(() => parseCommand(['quality', '--project', 'p', '--near'])).toThrow(UsageError);
  });

  it('tells each pair by its orders and what adds up to its weight, and names nobody', () => {
    const lines = nearSummary({ state, pairs: [pair] }, 'en').join('\n');
    expect(lines).toContain(
      '1,234 profiles, 56 pairs compared, 1 to review, 1 of them over the link threshold (3 values',
    );
    expect(lines).toContain('+9.8 bits: o1 (2) and o2 (2): Name same +12.0, Phone nearly +9.3, E-mail different −1.5');
    expect(lines).not.toContain('佐藤');
  });
});
