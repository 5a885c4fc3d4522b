import { ShinsaError } from '../model/failure.ts';
import { headerFor, headerKey } from './outcome-columns.ts';

/** Columns of a list in a file, by header. */
export interface ListColumns {
  readonly value: string;
  readonly added_at?: string;
  readonly removed_at?: string;
  readonly note?: string;
  /** Zip code beside an address. */
  readonly postal?: string;
  /** The only column has no header: what stands first is a value like the others. */
  readonly headless: boolean;
}

const synonyms = {
  value: [
    ...['value', '値', 'entry', 'item', '対象', '登録値', '内容', 'key'],
    ...['email', 'mail', 'メールアドレス', 'メール', 'domain', 'ドメイン', 'メールドメイン', 'emaildomain'],
    ...[
      'phone',
      'tel',
      '電話番号',
      '電話',
      'ip',
      'ipアドレス',
      'ipaddress',
      'cidr',
      'range',
      'network',
      'ネットワーク',
    ],
    ...['address', '住所', 'name', '氏名', '名前', '会員id', 'memberid', 'country', '国', '国コード', 'countrycode'],
  ],
  added_at: [
    ...['addedat', 'added', '登録日', '登録日時', '追加日', '追加日時', '開始日', '開始日時', '有効開始日', '掲載日'],
    ...['addeddate', 'dateadded', 'createdat', 'created', 'registeredat', 'listedat', 'validfrom', 'startdate', 'from'],
  ],
  removed_at: [
    ...[
      'removedat',
      'removed',
      '解除日',
      '解除日時',
      '削除日',
      '削除日時',
      '終了日',
      '終了日時',
      '有効終了日',
      '失効日',
    ],
    ...['removeddate', 'dateremoved', 'deletedat', 'delistedat', 'expiresat', 'validto', 'enddate', 'until', 'to'],
  ],
  note: ['note', 'notes', 'memo', 'comment', 'reason', '備考', 'メモ', '理由', '登録理由', 'コメント'],
  postal: ['zipcode', 'zip', 'postalcode', '郵便番号'],
} as const;

/** The header of each column of a list that one names, also where none names the values. */
export function listSourcesFound(headers: readonly string[]): Readonly<Record<string, string>> {
  const value = headerFor(headers, synonyms.value);
  const rest = headers.filter((header) => value === undefined || headerKey(header) !== headerKey(value));
  const found = (['added_at', 'removed_at', 'note', 'postal'] as const).flatMap((column) => {
    const header = headerFor(rest, synonyms[column]);
    return header === undefined ? [] : [[column, header] as const];
  });
  return { ...(value === undefined ? {} : { value }), ...Object.fromEntries(found) };
}

/**
 * Where a list's columns stand; `isValue` tells whether a text could be on it, so that a file of one column may do
 * without a header. 'list-no-value' when no column names the values.
 */
export function listColumns(headers: readonly string[], isValue: (text: string) => boolean): ListColumns {
  const value = headerFor(headers, synonyms.value);
  const [first] = headers;
  if (value === undefined) {
    if (first === undefined || headers.length > 1 || !isValue(first))
      throw new ShinsaError('list-no-value', { columns: headers.slice(0, 10).join(', ') });
    return { value: first, headless: true };
  }
  return { ...listSourcesFound(headers), value, headless: false };
}
