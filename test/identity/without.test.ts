import { describe, expect, it } from 'vitest';
import { identityKey } from '../../analysis/identity/index.ts';
import { identityKinds, switchableSteps } from '../../analysis/model/identity.ts';
import { addressCases } from './address-cases.ts';
import { otherCases } from './other-cases.ts';
import { withoutCases } from './without-cases.ts';

describe('a key without a step', () => {
  it.each(withoutCases)('%s without %s: %s [%s]', (kind, step, written, beside, key, then) => {
    expect(identityKey(kind, written, beside).key).toBe(key);
    expect(identityKey(kind, written, beside, { without: new Set([step]) }).key).toBe(then);
  });

  it('is shown for every step that can be left out', () => {
    const shown = new Set(
      withoutCases.filter(([, , , , key, then]) => key !== then).map(([kind, step]) => `${kind} ${step}`),
    );
    const all = identityKinds.flatMap((kind) => switchableSteps[kind].map((step) => `${kind} ${step}`));
    expect([...shown].sort()).toEqual(all.sort());
  });

  it('is there wherever there is one with all steps', () => {
    const values = [
      ...addressCases.map(([written, postal, key]) => ({ kind: 'address' as const, written, postal, key })),
      ...otherCases.map(([kind, written, key]) => ({ kind, written, postal: '', key })),
    ];
    const lost = values.flatMap(({ kind, written, postal }) => {
      const { confidence } = identityKey(kind, written, postal);
      if (confidence === 'none' || confidence === 'weak') return [];
      return switchableSteps[kind]
        .filter((step) => identityKey(kind, written, postal, { without: new Set([step]) }).key === null)
        .map((step) => `${written} ${step}`);
    });
    expect(lost).toEqual([]);
  });

  it('is the same where the step had nothing to do', () => {
    const differs = withoutCases.flatMap(([kind, , , , key]) =>
      kind === 'address' || kind === 'phone'
        ? []
        : switchableSteps[kind].filter((step) => identityKey(kind, key, '', { without: new Set([step]) }).key !== key),
    );
    expect(differs).toEqual([]);
  });
});
