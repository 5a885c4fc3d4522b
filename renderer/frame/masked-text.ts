import { personalClasses, type PersonalClass } from '../../analysis/model/personal-roles.ts';
import { t } from '../i18n/index.ts';

/** Classes of personal data in words: all of them, none, or each. */
export function maskedText(masked: readonly PersonalClass[]): string {
  if (masked.length === 0) return t('personal.nothing');
  if (masked.length === personalClasses.length) return t('personal.everything');
  return classesText(masked);
}

export const classesText = (classes: readonly PersonalClass[]): string =>
  personalClasses
    .filter((one) => classes.includes(one))
    .map((one) => t(`personal.class.${one}`))
    .join(t('orders.listMark'));
