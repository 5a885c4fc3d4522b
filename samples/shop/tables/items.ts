/**
 * What an item is sold as. `first-offer`: first-time price of a subscription; `refill`: its later deliveries;
 * `sample`: trial size; `gift`: seasonal sets.
 */
export type ItemKind = 'cosmetics' | 'health' | 'electronics' | 'gift' | 'first-offer' | 'refill' | 'sample';

/** One catalogue item; `price` in yen, tax included. */
export interface Item {
  readonly name: string;
  readonly price: number;
  readonly kind: ItemKind;
}

const of = (kind: ItemKind, entries: readonly (readonly [string, number])[]): readonly Item[] =>
  entries.map(([name, price]) => ({ name, price, kind }));

/** The catalogue of the sample shop. */
export const catalogue: readonly Item[] = [
  ...of('cosmetics', [
    ['薬用ホワイトクリーム 30g', 4980],
    ['しっとり化粧水 200mL', 2860],
    ['リペア美容液 30mL', 6600],
    ['クレンジングバーム 90g', 2420],
    ['炭酸泡洗顔 150g', 1980],
    ['日焼け止めミルク SPF50+', 1760],
    ['ヘアオイル 100mL', 3080],
    ['ボタニカルシャンプー 500mL', 2750],
    ['フェイスマスク 30枚入', 3300],
    ['アイクリーム 20g', 5500],
    ['BBクッション', 3960],
    ['リップティント', 1540],
  ]),
  ...of('health', [
    ['国産青汁 60包', 4320],
    ['酵素サプリ 90粒', 3780],
    ['グルコサミン 240粒', 5400],
    ['DHA・EPA 120粒', 4860],
    ['ホエイプロテイン 1kg', 4580],
    ['コラーゲンパウダー 200g', 3240],
    ['乳酸菌EX 60包', 5184],
    ['ルテイン 60粒', 2980],
    ['マルチビタミン 180粒', 1980],
    ['黒酢カプセル 90粒', 3456],
  ]),
  ...of('electronics', [
    ['美顔器 フェイスリフトPro', 38500],
    ['家庭用脱毛器 LX-5', 54800],
    ['ワイヤレスイヤホン W3', 16800],
    ['スマートウォッチ S2', 24800],
    ['電動歯ブラシ E7', 9800],
    ['ヘアドライヤー ナノイオン', 19800],
    ['携帯ゲーム機 コンパクト', 32978],
    ['タブレット 10インチ', 49800],
    ['体組成計 BC-10', 6980],
    ['ロボット掃除機 R1', 44800],
  ]),
  ...of('gift', [
    ['御歳暮 フルーツゼリー詰合せ', 4320],
    ['御中元 そうめん詰合せ', 3780],
    ['ハーブティーギフト', 3240],
    ['バスソルトギフトセット', 5500],
    ['スキンケアギフトボックス', 8800],
  ]),
  ...of('first-offer', [
    ['【初回限定価格】薬用ホワイトクリーム 30g', 1980],
    ['【初回限定価格】国産青汁 60包', 1480],
    ['【初回限定価格】リペア美容液 30mL', 2980],
    ['【初回限定価格】乳酸菌EX 60包', 1980],
  ]),
  ...of('refill', [
    ['【定期】薬用ホワイトクリーム 30g', 4480],
    ['【定期】国産青汁 60包', 3888],
    ['【定期】リペア美容液 30mL', 5940],
    ['【定期】乳酸菌EX 60包', 4665],
  ]),
  ...of('sample', [
    ['お試しサンプル 3包', 500],
    ['トライアルセット 7日分', 980],
    ['詰替チケット', 330],
    ['ミニサイズ化粧水 20mL', 550],
  ]),
];

/** Items of one kind, in catalogue order. */
export function itemsOf(kind: ItemKind): readonly Item[] {
  return catalogue.filter((item) => item.kind === kind);
}
