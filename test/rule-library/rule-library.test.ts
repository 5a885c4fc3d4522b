import { describe, expect, it } from 'vitest';
import { alwaysTrue, coveredBy, neverTrue } from '../../analysis/expression/logic/index.ts';
import { check, itemsPath, type CheckedRule } from '../../analysis/expression/index.ts';
import { canonicalColumns } from '../../analysis/model/columns.ts';
import { ruleSchema } from '../../analysis/model/ruleset.ts';
import { fraudTypes, ruleLibrary, type LibraryRule } from '../../analysis/model/rule-library/index.ts';
import { all, orderScope, withFeatures } from './library-scope.ts';

function checked({ when, features = [] }: Pick<LibraryRule, 'when' | 'features'>): CheckedRule {
  const rule = check(when, withFeatures(features));
  if (!rule.ok) throw new Error(`${when}: ${JSON.stringify(rule.issues)}`);
  return rule;
}

describe('the rule library', () => {
  it('has some forty rules of every kind of fraud, under codes of their own', () => {
    expect(all.length).toBeGreaterThanOrEqual(40);
    expect(ruleLibrary.filter(({ features }) => features === undefined).length).toBeGreaterThanOrEqual(20);
    expect(all.filter(({ features }) => features !== undefined).length).toBeGreaterThanOrEqual(15);
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    for (const type of fraudTypes)
      expect(all.filter((rule) => rule.type === type).length, type).toBeGreaterThanOrEqual(2);
  });

  it.each(all.map((rule) => [rule.code, rule] as const))('%s can be taken into a set and runs', (_, rule) => {
    const { code, description, when, result, scores, touchpoint } = rule;
    expect(ruleSchema.safeParse({ code, description, when, result, scores, touchpoint }).success).toBe(true);
    const { issues, fields, ast } = checked(rule);
    // Tables of one day are marked wherever they are read.
    expect(issues.map(({ code }) => code)).toEqual(rule.fields.includes('ip.country') ? ['snapshot-field'] : []);
    expect(ast.type).toBe('bool');
    expect([...rule.fields].sort()).toEqual(fields.map(({ path }) => path).sort());
    expect(neverTrue(checked(rule))).toBe(false);
    expect(alwaysTrue(checked(rule))).toBe(false);
  });

  it.each(all.map((rule) => [rule.code, rule] as const))('%s is documented in both languages', (_, rule) => {
    for (const text of [
      rule.name,
      rule.description,
      rule.pattern,
      rule.falsePositives,
      ...(rule.adapt ? [rule.adapt] : []),
    ]) {
      expect(text.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/);
      expect(text.en.replace(/定期初回|初回/g, '')).not.toMatch(/[ぁ-んァ-ヶ一-龠]/);
    }
    for (const text of [rule.description, rule.pattern, rule.falsePositives]) {
      expect(text.ja).toMatch(/。$/);
      expect(text.en).toMatch(/\.$/);
    }
    const { ok, ng, hold } = rule.scores;
    expect(ok + ng + hold).toBeGreaterThan(0);
    const known = canonicalColumns.some(
      ({ touchpoint }) => touchpoint !== '' && rule.touchpoint.startsWith(touchpoint.split('[')[0] ?? ''),
    );
    expect(known, rule.touchpoint).toBe(true);
  });

  it('names every feature a rule reads, once and of fields there are', () => {
    const seen = new Map<string, string>();
    for (const rule of all) {
      const features = rule.features ?? [];
      expect(rule.fields.filter((path) => path.startsWith('velocity.')).sort()).toEqual(
        features.map(({ id }) => `velocity.${id}`).sort(),
      );
      for (const feature of features) {
        expect(feature.id).toMatch(/^[a-z][a-z0-9_]{2,60}$/);
        expect(seen.get(feature.id) ?? JSON.stringify(feature)).toBe(JSON.stringify(feature));
        seen.set(feature.id, JSON.stringify(feature));
        expect(feature.window).toMatch(/^(?:all|[1-9][0-9]*[mhd])$/);
        for (const path of [...feature.by, ...(feature.of === undefined ? [] : [feature.of])])
          expect(orderScope.fields.get(path)?.refused, path).toBeUndefined();
        for (const path of feature.by) expect(orderScope.fields.has(path), path).toBe(true);
        if (feature.where !== undefined) expect(checked({ when: feature.where }).issues).toEqual([]);
        expect(feature.of === undefined).toBe(feature.agg === 'count' || feature.agg === 'known_bad');
      }
    }
  });

  it('has no rule that another one already covers', () => {
    const plain = all.map((rule) => ({ code: rule.code, step: { needs: 'any' as const, rules: [checked(rule)] } }));
    for (const one of plain)
      for (const other of plain)
        if (one !== other) expect(coveredBy(one.step, [other.step]), `${one.code} in ${other.code}`).toBeNull();
  });

  it('reads lines of orders where it says so', () => {
    expect(all.filter(({ fields }) => fields.includes(itemsPath)).length).toBeGreaterThan(1);
  });
});
