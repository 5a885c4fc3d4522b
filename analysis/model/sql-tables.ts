import { orderColumnsOf, canonicalColumn, type ColumnType, type Pii, type ProjectColumn } from './columns.ts';
import { eventColumns } from './events.ts';
import { isMaskedFor, type PersonalClass } from './personal-roles.ts';
import { lineColumns } from './order-lines.ts';

/** A column of a table of the console. */
export interface SqlTableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly label: { readonly ja: string; readonly en: string };
  readonly pii: Pii;
  /** The column of orders whose masks its values get, so that what is equal stays equal; one nobody knows for none. */
  readonly maskAs: string;
  /** Whether it is a value on a list, which is of what the list is matched by. */
  readonly listed?: true;
  /** False for a column of orders without a value. */
  readonly present: boolean;
  /** Money is in minor units; instants know no zone of their own. */
  readonly masked: boolean;
}

export interface SqlTable {
  readonly name: string;
  readonly label: { readonly ja: string; readonly en: string };
  readonly columns: readonly SqlTableColumn[];
}

/** Stands for a column that nobody knows. */
const unknown = 'custom.unknown';

type Row = readonly [name: string, type: ColumnType, ja: string, en: string, pii?: Pii, maskAs?: string];

const labels = new Map<string, SqlTableColumn['label']>(orderColumnsOf.map(({ name, ja, en }) => [name, { ja, en }]));

const column = ([name, type, ja, en, pii = 'none', maskAs = unknown]: Row): Omit<SqlTableColumn, 'masked'> => ({
  ...{ name, type, label: { ja, en }, pii, maskAs, present: true },
});

const orderId: Row = ['order_id', 'text', '注文番号', 'Order ID', 'identity', 'event_id'];

/** What of an order follows from outcomes, by the target and the as-of day of the project. */
const judged: readonly Row[] = [
  ['label', 'bool', 'ファイルの不正ラベル', 'Label of the file'],
  ['outcome_state', 'text', '結果の区分', 'Outcome state'],
  ['early_bad', 'bool', '結果確定前の不正', 'Bad before it matured'],
  ['mature', 'bool', '結果確定', 'Matured'],
];

const outcomes: readonly Row[] = [
  orderId,
  ['kind', 'text', '結果の種類', 'Kind of outcome'],
  ['reported_at', 'timestamp', '判明日時', 'Reported at'],
  ['amount', 'money', '金額', 'Amount'],
  ['currency', 'text', '通貨', 'Currency'],
  ['reason', 'text', '理由コード', 'Reason code'],
  ['family', 'text', '理由の分類', 'Reason family'],
  ['days_past_due', 'int', '延滞日数', 'Days past due'],
  ['due_at', 'timestamp', '支払期日', 'Due at'],
  ['detail', 'text', '詳細', 'Detail'],
  ['matched_by', 'text', '注文との照合に使ったキー', 'Matched by'],
  ['repeats', 'bool', '他の一覧と重複', 'Told by another list'],
];

const lists: readonly Row[] = [
  ['list_id', 'text', 'リストID', 'List ID'],
  ['name_ja', 'text', '名前（日本語）', 'Name (Japanese)'],
  ['name_en', 'text', '名前（英語）', 'Name (English)'],
  ['purpose', 'text', '用途', 'Purpose'],
  ['match', 'text', '照合方法', 'Matched by'],
  ['snapshot_at', 'text', '時点', 'As of'],
];

const entries: readonly Row[] = [
  ['list_id', 'text', 'リストID', 'List ID'],
  ['value', 'text', '値', 'Value', 'identity'],
  ['key', 'text', '値（名寄せ）', 'Value key', 'identity'],
  ['added_at', 'timestamp', '登録日時', 'Added at'],
  ['removed_at', 'timestamp', '解除日時', 'Removed at'],
];

const eventLabels: Readonly<Record<string, SqlTableColumn['label']>> = {
  happened_at: { ja: '発生日時', en: 'Happened at' },
  event_id: { ja: 'イベントID', en: 'Event ID' },
  order_id: { ja: '注文番号', en: 'Order ID' },
  result: { ja: '結果', en: 'Result' },
  reason: { ja: '理由', en: 'Reason' },
  trans_status: { ja: '3DSステータス', en: '3-D Secure status' },
  eci: { ja: 'ECI', en: 'ECI' },
  flow: { ja: '3DSフロー', en: '3-D Secure flow' },
  method: { ja: '方法', en: 'Method' },
  carrier: { ja: '配送会社', en: 'Carrier' },
  tracking_number: { ja: '送り状番号', en: 'Tracking number' },
};

const eventKeys = ['email_key', 'phone_key', 'ip_key'] as const;

function eventTable(): readonly Omit<SqlTableColumn, 'masked'>[] {
  const told = eventColumns.map(({ name, type, pii }) => ({
    ...{ name, type, pii, present: true },
    label: eventLabels[name] ?? labels.get(name) ?? { ja: name, en: name },
    maskAs: name === 'order_id' ? 'event_id' : name === 'event_id' || !labels.has(name) ? unknown : name,
  }));
  return [
    column(['kind', 'text', 'イベントの種類', 'Kind of event']),
    ...told,
    column(['passed', 'bool', '成功', 'Passed']),
    ...eventKeys.map((name) => {
      const { pii = 'identity', ja = name, en = name } = canonicalColumn(name) ?? {};
      return column([name, 'text', ja, en, pii, name]);
    }),
  ];
}

/** A column of the project by the name that the console has it under: its own. */
const orderColumn = ({ name, type, label, pii, present }: ProjectColumn): Omit<SqlTableColumn, 'masked'> => ({
  ...{ name, type, label, pii, present, maskAs: name },
});

/**
 * The tables that queries read, each column with whether its values are masked where these classes of personal data are. `orders`
 * has every canonical column, the keys of 名寄せ, what linking says, and the client's own.
 */
export function sqlTables(columns: readonly ProjectColumn[], classes: readonly PersonalClass[]): readonly SqlTable[] {
  const table = (
    name: string,
    [ja, en]: readonly [string, string],
    own: readonly Omit<SqlTableColumn, 'masked'>[],
  ): SqlTable => ({
    name,
    label: { ja, en },
    columns: own.map((one) => ({ ...one, masked: isMaskedFor({ name: one.maskAs, pii: one.pii }, classes) })),
  });
  const lines = lineColumns.map(({ name, type, ja, en, pii }) => column([name, type, ja, en, pii]));
  return [
    table('orders', ['注文', 'Orders'], [...columns.map(orderColumn), ...judged.map(column)]),
    table('outcomes', ['結果', 'Outcomes'], outcomes.map(column)),
    table(
      'order_lines',
      ['注文明細', 'Order lines'],
      [
        column(orderId),
        column(['line', 'int', '行', 'Line']),
        ...lines,
        column(['currency', 'text', '通貨', 'Currency']),
      ],
    ),
    table('events', ['イベント', 'Events'], eventTable()),
    table('lists', ['リスト', 'Lists'], lists.map(column)),
    table(
      'list_entries',
      ['リストの値', 'List entries'],
      entries.map((row) => ({ ...column(row), ...(row[0] === 'value' || row[0] === 'key' ? { listed: true } : {}) })),
    ),
    table('columns', ['列の一覧', 'Columns'], dictionary.map(column)),
  ];
}

const dictionary: readonly Row[] = [
  ['table_name', 'text', '表', 'Table'],
  ['column_name', 'text', '列', 'Column'],
  ['ja', 'text', '日本語名', 'Japanese name'],
  ['en', 'text', '英語名', 'English name'],
  ['type', 'text', '型', 'Type'],
  ['masked', 'bool', '伏せ字', 'Masked'],
];
