import type { ColumnType } from '../../analysis/model/columns.ts';
import { t } from '../i18n/index.ts';

/** What a type of a column is called. */
export const typeText = (type: ColumnType): string => t(type === 'text' ? 'type.string' : `type.${type}`);
