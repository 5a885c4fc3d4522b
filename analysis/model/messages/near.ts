import type { NearField, NearLevel, NearPass } from '../near.ts';

/** Words of near matches: what is compared, how alike it is, what pairs are looked for by. */
export interface NearWords {
  readonly fields: Readonly<Record<NearField, string>>;
  readonly levels: Readonly<Record<NearLevel, string>>;
  readonly passes: Readonly<Record<NearPass, string>>;
}

export const nearJa: NearWords = {
  fields: { name: '氏名', address: '住所', phone: '電話番号', email: 'メール', agent: 'ブラウザー' },
  levels: {
    same: '同じ',
    'one-writing': '漢字か読みの一方が同じ',
    local: '別の事業者の同じ名前',
    longer: '前半が同じ',
    stem: '数字と記号だけ違う',
    near: '近い',
    twice: '2か所違い',
    surname: '姓だけ同じ',
    town: '町域まで同じ',
    city: '市区町村まで同じ',
    different: '違う',
    named: '氏名そのもの',
    missing: '記入なし',
  },
  passes: {
    'phone-digit': '電話番号（1桁違い）',
    address: '住所',
    'town-name': '町域と姓',
    'name-prefecture': '氏名と都道府県',
    'reading-prefecture': '読みと都道府県',
    'name-phone': '氏名と電話番号の一部',
    'name-mail': '氏名とメールの名前の一部',
    'mail-local': 'メールの名前',
    'mail-stem': 'メールの名前（英字）',
  },
};

export const nearEn: NearWords = {
  fields: { name: 'Name', address: 'Address', phone: 'Phone', email: 'E-mail', agent: 'Browser' },
  levels: {
    same: 'same',
    'one-writing': 'kanji or reading same',
    local: 'same account, other provider',
    longer: 'one begins with the other',
    stem: 'other digits or dots',
    near: 'nearly',
    twice: 'two slips',
    surname: 'surname only',
    town: 'same town',
    city: 'same city',
    different: 'different',
    named: 'made of the name',
    missing: 'not given',
  },
  passes: {
    'phone-digit': 'phone (one digit off)',
    address: 'address',
    'town-name': 'town and surname',
    'name-prefecture': 'name and prefecture',
    'reading-prefecture': 'reading and prefecture',
    'name-phone': 'name and part of the phone',
    'name-mail': 'name and part of the mail account',
    'mail-local': 'mail account',
    'mail-stem': 'letters of the mail account',
  },
};
