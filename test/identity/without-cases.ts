import type { IdentityKind, IdentityStepName } from '../../analysis/model/identity.ts';

/** A value, what it is read with, a step that is left out, its key, and the key it then must get. */
export type WithoutCase = readonly [
  kind: IdentityKind,
  step: IdentityStepName,
  written: string,
  beside: string,
  key: string,
  then: string,
];

const akasaka = '東京都|港区|赤坂|4-3-2';

/** Every step that can be left out, by hand: the difference it folds away stays in the key. */
export const withoutCases: readonly WithoutCase[] = [
  ['address', 'width', '東京都港区赤坂４−３−２ 赤坂ハイツ', '', akasaka, '東京都|港区|赤坂|４−３−２'],
  ['address', 'width', '東京都　港区赤坂4-3-2', '', akasaka, '東京都　港区赤坂4-3-2'],
  ['address', 'postal-code', '〒107-0052 東京都港区赤坂4-3-2', '', akasaka, '〒107-0052 東京都|港区|赤坂|4-3-2'],
  ['address', 'postal-code', '赤坂4-3-2', '107-0052', akasaka, '赤坂4-3-2'],
  ['address', 'variants', '東京都港區赤坂4-3-2', '', akasaka, '東京都港區赤坂4-3-2'],
  ['address', 'numerals', '港区赤坂四丁目三番二号', '107-0052', akasaka, '東京都|港区|赤坂|四丁目三番二号'],
  ['address', 'numerals', '東京都港区赤坂4丁目三番2号 赤坂ハイツ301', '', akasaka, '東京都|港区|赤坂|4丁目三番2号'],
  ['address', 'numerals', '東京都港区赤坂4ー3ー2', '', akasaka, '東京都|港区|赤坂|4ー3ー2'],
  ['address', 'prefecture', '港区赤坂4-3-2', '107-0052', akasaka, '|港区|赤坂|4-3-2'],
  ['address', 'prefecture', '東京 港区赤坂4-3-2', '', akasaka, '東京|港区|赤坂|4-3-2'],
  ['address', 'city', '東京都赤坂4-3-2', '107-0052', akasaka, '東京都||赤坂|4-3-2'],
  [
    'address',
    'block',
    '東京都港区赤坂4丁目3番2号 赤坂ハイツ301',
    '',
    akasaka,
    '東京都|港区|赤坂|4丁目3番2号 赤坂ハイツ301',
  ],
  [
    'address',
    'street',
    '京都府京都市中京区寺町通御池上る上本能寺前町488',
    '',
    '京都府|京都市中京区|上本能寺前町|488',
    '京都府|京都市中京区|寺町通御池上る上本能寺前町|488',
  ],
  ['person', 'width', '山田　太郎', '', '山田太郎', '山田　太郎'],
  ['person', 'honorific', '山田 太郎 様', '', '山田太郎', '山田太郎様'],
  ['person', 'variants', '髙橋 花子', '', '高橋花子', '髙橋花子'],
  ['person', 'kana', 'やまだ たろう', '', 'ヤマダタロウ', 'やまだたろう'],
  ['person', 'name-order', '太郎 山田', '', '山田太郎', '太郎山田'],
  ['person', 'name-order', 'Yamada Taro', '', 'TARO YAMADA', 'YAMADA TARO'],
  ['person', 'spaces', '山田 太郎', '', '山田太郎', '山田 太郎'],
  ['person', 'case', 'Taro Yamada', '', 'TARO YAMADA', 'Taro Yamada'],
  ['phone', 'width', '０９０−１２３４−５６７８', '', '+819012345678', '０９０−１２３４−５６７８'],
  ['phone', 'extension', '03-5211-3600 内線12', '', '+81352113600', '+81352113600;ext=12'],
  ['phone', 'country-code', '090-1234-5678', '', '+819012345678', '09012345678'],
  ['phone', 'country-code', '+81 90-1234-5678', '', '+819012345678', '+819012345678'],
  ['phone', 'country-code', '0081-90-1234-5678', '', '+819012345678', '0081-90-1234-5678'],
  ['phone', 'country-code', '9012345678', '', '+819012345678', '09012345678'],
  ['phone', 'leading-zero', '9012345678', '', '+819012345678', '9012345678'],
  [
    'email',
    'width',
    'ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ',
    '',
    'taro@example.co.jp',
    'ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ',
  ],
  ['email', 'spaces', 'taro @example.co.jp', '', 'taro@example.co.jp', 'taro @example.co.jp'],
  ['email', 'case', 'Taro.Y+a@Gmail.com', '', 'taroy@gmail.com', 'TaroY@Gmail.com'],
  ['email', 'provider', 'Taro.Y+a@Googlemail.com', '', 'taroy@gmail.com', 'taro.y+a@googlemail.com'],
  ['ip', 'width', '１２６．０．０．１', '', '126.0.0.1', '１２６．０．０．１'],
  ['ip', 'spaces', '126.0.0.1, 10.0.0.1', '', '126.0.0.1', '126.0.0.1, 10.0.0.1'],
  ['ip', 'extension', '126.0.0.1:52113', '', '126.0.0.1', '126.0.0.1:52113'],
  ['ip', 'mapped', '::ffff:126.0.0.1', '', '126.0.0.1', '::ffff:126.0.0.1'],
];
