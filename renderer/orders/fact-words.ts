import { outcomeKinds } from '../../analysis/model/target.ts';
import { t } from '../i18n/index.ts';

export function factKind(kind: string): string {
  const known = outcomeKinds.find((name) => name === kind);
  return known ? t(`fact.${known}`) : kind;
}
