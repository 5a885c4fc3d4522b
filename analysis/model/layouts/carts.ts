import type { Layout } from './layout.ts';

const read = '2026-11-28';

/** Carts whose headers are spelt as the header spellings have them, so that only their name is to be told. */
export const carts: readonly Layout[] = [
  {
    id: 'eccube-4',
    name: { ja: 'EC-CUBE 4', en: 'EC-CUBE 4' },
    source: 'github.com EC-CUBE/ec-cube, src/Eccube/Resource/doctrine/import_csv/ja/dtb_csv.csv at 194534c6',
    read,
    signature: ['注文ID', '注文番号', '支払合計', '受注日', '注文詳細ID', '明細区分(名称)'],
  },
  {
    id: 'eccube-3',
    name: { ja: 'EC-CUBE 3', en: 'EC-CUBE 3' },
    source: 'github.com EC-CUBE/ec-cube, src/Eccube/Resource/doctrine/import_csv/dtb_csv.csv at 16413f29',
    read,
    signature: ['注文ID', '支払合計', '受注日', '注文詳細ID', '郵便番号1', 'TEL1'],
  },
  {
    id: 'eccube-2',
    name: { ja: 'EC-CUBE 2', en: 'EC-CUBE 2' },
    source: 'github.com EC-CUBE/ec-cube2, html/install/sql/insert_data.sql at 255921c3',
    read,
    signature: ['注文番号', '注文日時', 'お支払い合計', '要望等', '端末種別ID'],
  },
  {
    id: 'shopify',
    name: { ja: 'Shopify（注文の書き出し）', en: 'Shopify (orders export)' },
    source: 'help.shopify.com, Exporting orders (which columns there are)',
    read,
    uncited: {
      ja: 'Shopify のヘルプに見出しの綴りはありません。綴りは一般の列名の対応表によります。',
      en: 'The help page does not spell the headers; they are told by the generic header spellings.',
    },
    signature: ['Name', 'Financial Status', 'Created at', 'Total', 'Lineitem name', 'Lineitem quantity'],
  },
];
