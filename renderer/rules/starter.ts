import { check, scopeOf } from '../../analysis/expression/index.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { Rule, RuleSet } from '../../analysis/model/ruleset.ts';
import { t } from '../i18n/index.ts';
import { newRuleSet } from '../rule-sets/document.ts';

const candidates: readonly (Rule & { readonly columns: readonly string[] })[] = [
  {
    code: 'AMOUNT_HIGH',
    description: { ja: '高額の注文です。', en: 'Expensive order.' },
    when: 'order.amount >= 50000',
    result: 'REVIEW',
    columns: ['amount'],
  },
  {
    code: 'NIGHT_HIGH',
    description: { ja: '深夜（0時から5時）の高額の注文です。', en: 'Expensive order at night (0 to 5 o’clock).' },
    when: 'order.time.getHours() < 5 && order.amount >= 30000',
    result: 'REVIEW',
    columns: ['ordered_at', 'amount'],
  },
  {
    code: 'PHONE_MISSING',
    description: { ja: '注文者の電話番号がありません。', en: 'The buyer’s phone number is missing.' },
    when: '!has(buyer.phone)',
    result: 'HOLD',
    columns: ['phone'],
  },
  {
    code: 'PREFECTURE_DIFFERS',
    description: {
      ja: '注文者と配送先の都道府県が異なる高額の注文です。',
      en: 'Expensive order delivered to another prefecture than the buyer’s.',
    },
    when: 'buyer.prefecture != delivery.prefecture && order.amount >= 30000',
    result: 'REVIEW',
    columns: ['buyer_pref', 'delivery_pref'],
  },
];

/** Yen thresholds of the examples, in units of about the same worth. */
const yenPerUnit: Readonly<Record<string, number>> = { USD: 100, EUR: 100, GBP: 100 };

export function starterRuleSet(info: ProjectInfo): RuleSet {
  const scope = scopeOf(info.columns, info.currency, info.timezone, info.lists);
  const divisor = yenPerUnit[info.currency] ?? 1;
  const present = new Set(info.columns.filter((column) => column.present).map((column) => column.name));
  const rules = candidates
    .filter(({ columns }) => columns.every((column) => present.has(column)))
    .map(({ code, description, when, result }) => ({
      code,
      description,
      when: when.replace(/\d{5}/, (digits) => String(Number(digits) / divisor)),
      result,
    }))
    .filter((rule) => check(rule.when, scope).ok);
  return { ...newRuleSet(t('rules.starterName'), info), rules };
}
