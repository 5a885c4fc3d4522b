/** The column layout in which a product writes its orders, as published, with rows of ours. */
export interface CartLayout {
  readonly product: string;
  /** Id of its preset. */
  readonly layout: string;
  /** Where the layout was published, and when it was read. */
  readonly source: string;
  readonly encoding: 'SJIS' | 'UTF8';
  readonly headers: string;
  /** Headers that come after screening: rules may not read them. */
  readonly later: readonly string[];
  /** Cells of a row by header; what is not named is blank. A header that stands twice is named once. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

const cubeOrder = { 注文番号: '1001', 支払合計: '4300.00', 受注日: '2026-04-01 21:03:00' };
const cubeBuyer = {
  'お名前(姓)': '青木',
  'お名前(名)': '夏帆',
  'お名前(セイ)': 'アオキ',
  'お名前(メイ)': 'カホ',
  メールアドレス: 'kaho@example.jp',
  住所1: '千代田区',
  住所2: '丸の内1-1-1',
};

export const cartLayouts: readonly CartLayout[] = [
  {
    product: 'EC-CUBE 4',
    layout: 'eccube-4',
    source:
      'github.com EC-CUBE/ec-cube, src/Eccube/Resource/doctrine/import_csv/ja/dtb_csv.csv at 194534c6, read 2026-11-28',
    encoding: 'SJIS',
    headers:
      '注文ID,注文番号,会員ID,お名前(姓),お名前(名),お名前(セイ),お名前(メイ),会社名,郵便番号,都道府県(ID),都道府県(名称),住所1,住所2,メールアドレス,TEL,性別(ID),性別(名称),職業(ID),職業(名称),誕生日,ショップ用メモ欄,小計,値引き,送料,税金,合計,支払合計,対応状況(ID),対応状況(名称),支払方法(ID),支払方法(名称),受注日,入金日,注文詳細ID,商品ID,商品規格ID,商品名,商品コード,規格名1,規格名2,規格分類名1,規格分類名2,価格,個数,税率,税率ルール(ID),明細区分(ID),明細区分(名称),出荷ID,配送先_お名前(姓),配送先_お名前(名),配送先_お名前(セイ),配送先_お名前(メイ),配送先_会社名,配送先_郵便番号,配送先_都道府県(ID),配送先_都道府県(名称),配送先_住所1,配送先_住所2,配送先_TEL,配送業者(ID),配送業者(名称),お届け時間ID,お届け時間(名称),お届け希望日,送料,発送日,出荷伝票番号,配達用メモ,出荷メール送信日',
    later: ['ショップ用メモ欄', '対応状況(ID)', '対応状況(名称)', '入金日', '出荷伝票番号', '出荷メール送信日'],
    rows: ['商品', '商品', '送料'].map((kind, i) => ({
      ...cubeOrder,
      ...cubeBuyer,
      注文ID: '17',
      会員ID: '5',
      郵便番号: '1000005',
      '都道府県(ID)': '13',
      '都道府県(名称)': '東京都',
      TEL: '0312345678',
      合計: '4300.00',
      '支払方法(ID)': '3',
      '支払方法(名称)': 'クレジットカード',
      商品名: ['ジェラート', '彩のデザート', '送料'][i] ?? '',
      個数: '1',
      '明細区分(ID)': kind === '商品' ? '1' : '2',
      '明細区分(名称)': kind,
      '配送先_お名前(姓)': '青木',
      '配送先_お名前(名)': '冬馬',
      配送先_郵便番号: '5300001',
      '配送先_都道府県(名称)': '大阪府',
      配送先_住所1: '大阪市北区',
      配送先_住所2: '梅田1-1',
      配送先_TEL: '0612345678',
    })),
  },
  {
    product: 'EC-CUBE 3',
    layout: 'eccube-3',
    source:
      'github.com EC-CUBE/ec-cube, src/Eccube/Resource/doctrine/import_csv/dtb_csv.csv at 16413f29, read 2026-11-28',
    encoding: 'SJIS',
    headers:
      '注文ID,会員ID,お名前(姓),お名前(名),お名前(セイ),お名前(メイ),会社名,郵便番号1,郵便番号2,都道府県(ID),都道府県(名称),住所1,住所2,メールアドレス,TEL1,TEL2,TEL3,FAX1,FAX2,FAX3,性別(ID),性別(名称),職業(ID),職業(名称),誕生日,ショップ用メモ欄,小計,値引き,送料,税金,合計,支払合計,対応状況(ID),対応状況(名称),支払方法(ID),支払方法(名称),受注日,入金日,発送日,注文詳細ID,商品ID,商品規格ID,商品名,商品コード,規格名1,規格名2,規格分類名1,規格分類名2,価格,個数,税率,税率ルール(ID)',
    later: ['ショップ用メモ欄', '対応状況(ID)', '対応状況(名称)', '入金日'],
    rows: ['ジェラート', '彩のデザート'].map((goods) => ({
      ...cubeOrder,
      ...cubeBuyer,
      注文ID: '1001',
      郵便番号1: '100',
      郵便番号2: '0005',
      '都道府県(ID)': '13',
      '都道府県(名称)': '東京都',
      TEL1: '03',
      TEL2: '1234',
      TEL3: '5678',
      '支払方法(ID)': '3',
      '支払方法(名称)': 'クレジットカード',
      商品名: goods,
      個数: '1',
    })),
  },
  {
    product: 'EC-CUBE 2',
    layout: 'eccube-2',
    source: 'github.com EC-CUBE/ec-cube2, html/install/sql/insert_data.sql at 255921c3, read 2026-11-28',
    encoding: 'SJIS',
    headers:
      '注文番号,会員ID,要望等,お名前(姓),お名前(名),お名前(フリガナ・姓),お名前(フリガナ名),会社名,メールアドレス,電話番号1,電話番号2,電話番号3,FAX1,FAX2,FAX3,郵便番号1,郵便番号2,都道府県,住所1,住所2,性別,生年月日,職種,小計,値引き,送料,手数料,使用ポイント,加算ポイント,税金,合計,お支払い合計,配送業者ID,支払い方法,SHOPメモ,対応状況,注文日時,更新日時,発送完了日時,端末種別ID,配送情報ID',
    later: ['SHOPメモ', '対応状況', '更新日時', '発送完了日時'],
    rows: [
      {
        ...cubeBuyer,
        注文番号: '1001',
        お支払い合計: '4300',
        注文日時: '2026-04-01 21:03:00',
        電話番号1: '03',
        電話番号2: '1234',
        電話番号3: '5678',
        郵便番号1: '100',
        郵便番号2: '0005',
        都道府県: '東京都',
        支払い方法: 'クレジットカード',
      },
    ],
  },
  {
    product: 'Shopify',
    layout: 'shopify',
    source: 'help.shopify.com, Exporting orders; the header line agrees in three public parsers, read 2026-11-28',
    encoding: 'UTF8',
    headers:
      'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References',
    later: [
      'Paid at',
      'Fulfillment Status',
      'Cancelled at',
      'Refunded Amount',
      'Risk Level',
      'Tags',
      'Outstanding Balance',
    ],
    rows: [
      {
        Name: '#1001',
        Email: 'kaho@example.jp',
        'Financial Status': 'paid',
        Currency: 'JPY',
        Total: '4300',
        'Created at': '2026-04-01 21:03:00 +0900',
        'Lineitem quantity': '1',
        'Lineitem name': 'Gelato',
        'Billing Name': 'Kaho Aoki',
        'Billing Address1': 'Marunouchi 1-1-1',
        'Billing City': 'Chiyoda-ku',
        'Billing Zip': '100-0005',
        'Billing Province': 'JP-13',
        'Billing Phone': '03-1234-5678',
        'Shipping Name': 'Toma Aoki',
        'Shipping Zip': '530-0001',
        'Payment Method': 'shopify_payments',
        'Device ID': '7',
      },
      { Name: '#1001', Email: 'kaho@example.jp', 'Lineitem quantity': '2', 'Lineitem name': 'Dessert' },
    ],
  },
];

/** The file such a product writes. */
export function cartFile({ headers, rows }: CartLayout): string {
  const names = headers.split(',');
  const cells = rows.map((row) => names.map((name) => row[name] ?? '').join(','));
  return [headers, ...cells, ''].join('\r\n');
}
