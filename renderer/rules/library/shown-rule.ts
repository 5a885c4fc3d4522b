import {
  check,
  itemsField,
  itemsPath,
  ruleSetScope,
  type Checked,
  type Scope,
} from '../../../analysis/expression/index.ts';
import { normalKey } from '../../../analysis/expression/logic/index.ts';
import type { RuleImpact } from '../../../analysis/model/backtest.ts';
import { velocityRoot, type Feature } from '../../../analysis/model/features.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { ruleLibrary, type FraudType, type LibraryRule } from '../../../analysis/model/rule-library/index.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { language, named, t } from '../../i18n/index.ts';
import { fold } from '../../parts/combobox.tsx';
import { broughtFeatures } from './brought-features.ts';
import { ownLabel } from '../views/subjects.ts';

/** A rule of the library beside the open project and rule set. */
export interface ShownRule {
  readonly rule: LibraryRule;
  readonly checked: Checked;
  /** Its fields with their names, and whether any order has a value there. */
  readonly fields: readonly { readonly path: string; readonly label: string; readonly present: boolean }[];
  /** Code of the rule of the set that says the same. */
  readonly inSet: string | null;
  /** It reads money, whose amounts are written in yen, in a set of another currency. */
  readonly otherCurrency: boolean;
}

export function shownRules(info: ProjectInfo, ruleSet: RuleSet): readonly ShownRule[] {
  const scopeWith = (features: readonly Feature[]): Scope =>
    ruleSetScope(info.columns, { ...ruleSet, features: [...(ruleSet.features ?? []), ...features] }, info.lists);
  const scope = scopeWith([]);
  const present = new Set(info.columns.filter((column) => column.present).map(({ path }) => path));
  // Whether there are lines of orders is told by what the rule does on the orders.
  const has = (path: string): boolean => path === itemsPath || path.startsWith(`${velocityRoot}.`) || present.has(path);
  const there = new Map(
    ruleSet.rules.flatMap(({ code, when }) => {
      const checked = check(when, scope);
      return checked.ok ? [[normalKey(checked.ast), code] as const] : [];
    }),
  );
  return ruleLibrary.map((rule) => {
    const own = scopeWith(broughtFeatures(ruleSet, rule));
    const checked = check(rule.when, own);
    return {
      rule,
      checked,
      fields: rule.fields.map((path) => ({ path, label: labelOf(path, own), present: has(path) })),
      inSet: checked.ok ? (there.get(normalKey(checked.ast)) ?? null) : null,
      otherCurrency: checked.ok && checked.currencyField !== null && ruleSet.currency !== 'JPY',
    };
  });
}

/** Its fields that no order has a value of; of lines that is known once the rule was counted. */
export function lacking({ fields }: ShownRule, impact: RuleImpact | null): readonly ShownRule['fields'][number][] {
  const absent = (path: string): boolean =>
    impact !== null &&
    impact.rows > 0 &&
    impact.causes.some(({ cause, orders }) => cause === path && orders === impact.rows);
  return fields.filter(({ path, present }) => !present || absent(path));
}

const labelOf = (path: string, { fields }: Scope): string =>
  ownLabel((path === itemsPath ? itemsField : fields.get(path))?.labels ?? [], path);

/** Rules of a kind (null: of all) that a text is found in: code, names, condition, names of fields. */
export function matching(all: readonly ShownRule[], type: FraudType | null, text: string): readonly ShownRule[] {
  const wanted = fold(text.trim());
  return all
    .filter(({ rule }) => type === null || rule.type === type)
    .filter(({ rule, fields }) => {
      const { name, code, when, pattern, description } = rule;
      const words = [
        code,
        name.ja,
        name.en,
        when,
        pattern[language.get()],
        description[language.get()],
        ...fields.map(({ label }) => label),
      ];
      return fold([...words, t(`library.type.${rule.type}`)].join(' ')).includes(wanted);
    });
}

export const ruleName = ({ rule }: ShownRule): string => named(rule.name);
