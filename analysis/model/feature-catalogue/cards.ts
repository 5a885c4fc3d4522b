import { entry, key, type CatalogueFeature } from './entry.ts';

const testing = entry('card-testing');
const stolen = entry('stolen-card');

const failed = '!event.passed';

/** カードテスト・クレジットマスター: many numbers tried until one goes through. */
// oxfmt-ignore
const cardTesting: readonly CatalogueFeature[] = [
  testing('auth_failed_card_1h', ['カードのオーソリ失敗（1時間）', 'Failed authorisations of the card in 1 h'], ['1枚のカードで有効期限やセキュリティコードを試している。打ち間違いは1～2回で終わる', 'Expiry dates or codes tried on one card; a typing error ends after one or two'], { agg: 'count', on: 'auth', by: key.card, window: '1h', where: failed }),
  testing('auth_failed_ip_1h', ['IPのオーソリ失敗（1時間）', 'Failed authorisations of the IP address in 1 h'], ['1か所から番号を次々に試している。社内や学校の共用IPに注意', 'Numbers tried one after another from one place; offices and schools share addresses'], { agg: 'count', on: 'auth', by: key.ip, window: '1h', where: failed }),
  testing('auth_failed_device_24h', ['端末のオーソリ失敗（24時間）', 'Failed authorisations of the device in 24 h'], ['IPを変えても同じ端末で試し続ける', 'The same device keeps trying under other addresses'], { agg: 'count', on: 'auth', by: key.device, window: '24h', where: failed }),
  testing('auth_failed_email_24h', ['メールのオーソリ失敗（24時間）', 'Failed authorisations of the e-mail in 24 h'], ['1つのアカウントで番号を試している', 'Numbers tried under one account'], { agg: 'count', on: 'auth', by: key.email, window: '24h', where: failed }),
  testing('auth_attempts_ip_10m', ['IPのオーソリ回数（10分）', 'Authorisation attempts of the IP address in 10 min'], ['機械による連続試行', 'A machine trying in a row'], { agg: 'count', on: 'auth', by: key.ip, window: '10m' }),
  testing('auth_attempts_bin_1h', ['BINのオーソリ回数（1時間）', 'Authorisation attempts of the BIN in 1 h'], ['1つの発行会社の番号帯を総当たりしている（クレジットマスター）。大手のBINは普段から多い', 'One issuer’s range is run through; large issuers are busy anyway'], { agg: 'count', on: 'auth', by: key.bin, window: '1h' }),
  testing('auth_cards_ip_1h', ['IPで試されたカード枚数（1時間）', 'Cards tried from the IP address in 1 h'], ['1か所から多くのカードを試している', 'Many cards tried from one place'], { agg: 'count_distinct', of: 'card.token', on: 'auth', by: key.ip, window: '1h' }),
  testing('declined_device_24h', ['端末の与信エラー注文（24時間）', 'Declined orders of the device in 24 h'], ['通るカードを探している', 'Somebody looks for a card that goes through'], { agg: 'count', by: key.device, window: '24h', where: 'has(auth.decline_code)' }),
  testing('declined_ip_1h', ['IPの与信エラー注文（1時間）', 'Declined orders of the IP address in 1 h'], ['端末IDを消しながら試している', 'Trying while the device is made anew each time'], { agg: 'count', by: key.ip, window: '1h', where: 'has(auth.decline_code)' }),
  testing('orders_bin_1h', ['BINの注文数（1時間）', 'Orders of the BIN in 1 h'], ['同じBINの注文が急に続く（BIN連番）', 'A sudden run of orders of one BIN'], { agg: 'count', by: key.bin, window: '1h' }),
  testing('cards_bin_1h', ['BINのカード枚数（1時間）', 'Cards of the BIN in 1 h'], ['同じBINの別番号が続く。1人の買い直しとは違う', 'Other numbers of one BIN in a row, not one person trying again'], { agg: 'count_distinct', of: 'card.token', by: key.bin, window: '1h' }),
  testing('small_orders_ip_1h', ['IPの少額注文（1時間）', 'Small orders of the IP address in 1 h'], ['有効性の確認に少額の商品が使われる', 'Cheap goods are used to see whether a card is alive'], { agg: 'count', by: key.ip, window: '1h', where: 'order.amount <= 1000' }),
  testing('cards_device_1h', ['端末のカード枚数（1時間）', 'Cards of the device in 1 h'], ['短時間に何枚ものカードを使う', 'Several cards in a short time'], { agg: 'count_distinct', of: 'card.token', by: key.device, window: '1h' }),
  testing('cards_ip_1h', ['IPのカード枚数（1時間）', 'Cards of the IP address in 1 h'], ['1か所から何枚ものカードを使う', 'Several cards from one place'], { agg: 'count_distinct', of: 'card.token', by: key.ip, window: '1h' }),
];

/** 不正利用: cards of others, used quickly before they are blocked. */
// oxfmt-ignore
const stolenCard: readonly CatalogueFeature[] = [
  stolen('cards_device_24h', ['端末のカード枚数（24時間）', 'Cards of the device in 24 h'], ['盗まれた番号を1台で使い回す。家族の端末は2～3枚まで', 'Stolen numbers used up on one device; a family’s has two or three'], { agg: 'count_distinct', of: 'card.token', by: key.device, window: '24h' }),
  stolen('cards_email_24h', ['メールのカード枚数（24時間）', 'Cards of the e-mail in 24 h'], ['1つのアカウントで別々のカードを使う', 'One account pays with card after card'], { agg: 'count_distinct', of: 'card.token', by: key.email, window: '24h' }),
  stolen('cards_member_7d', ['会員のカード枚数（7日）', 'Cards of the member in 7 d'], ['会員が急にカードを増やす', 'A member suddenly has many cards'], { agg: 'count_distinct', of: 'card.token', by: key.member, window: '7d' }),
  stolen('cards_address_7d', ['配送先のカード枚数（7日）', 'Cards sent to the address in 7 d'], ['受け取り役の住所に、別人のカードの商品が集まる', 'Goods of many cards go to one receiver'], { agg: 'count_distinct', of: 'card.token', by: key.address, window: '7d' }),
  stolen('devices_card_24h', ['カードの端末数（24時間）', 'Devices of the card in 24 h'], ['番号が出回り、複数の人が使っている', 'The number is out and several people use it'], { agg: 'count_distinct', of: 'device.id', by: key.card, window: '24h' }),
  stolen('ips_card_24h', ['カードのIP数（24時間）', 'IP addresses of the card in 24 h'], ['VPNを切り替えながら使う。携帯回線でも増える', 'Used while VPNs change; mobile lines change too'], { agg: 'count_distinct', of: 'ip.address', by: key.card, window: '24h' }),
  stolen('emails_card_7d', ['カードのメール数（7日）', 'E-mails of the card in 7 d'], ['1枚のカードを使い捨てメールで使う', 'One card under throw-away mails'], { agg: 'count_distinct', of: 'buyer.email_key', by: key.card, window: '7d' }),
  stolen('names_card_30d', ['カードの氏名数（30日）', 'Buyer names of the card in 30 d'], ['名義と違う氏名で使われる。夫婦や改姓は2名まで', 'Used under other names; couples have two'], { agg: 'count_distinct', of: 'buyer.name_key', by: key.card, window: '30d' }),
  stolen('addresses_card_7d', ['カードの配送先数（7日）', 'Addresses of the card in 7 d'], ['1枚のカードで各地へ送る。贈答の季節に注意', 'One card sends everywhere; so do gifts in season'], { agg: 'count_distinct', of: 'delivery.address_key', by: key.card, window: '7d' }),
  stolen('amount_card_24h', ['カードの金額（24時間）', 'Amount of the card in 24 h'], ['止められる前に限度額まで使う', 'Spent to the limit before it is blocked'], { agg: 'sum', of: 'order.amount', by: key.card, window: '24h' }),
  stolen('amount_device_24h', ['端末の金額（24時間）', 'Amount of the device in 24 h'], ['カードを替えても端末の合計は積み上がる', 'Cards change, the sum of the device grows'], { agg: 'sum', of: 'order.amount', by: key.device, window: '24h' }),
  stolen('countries_card_7d', ['カードのIP国数（7日）', 'IP countries of the card in 7 d'], ['短期間に複数の国から使われる', 'Used from several countries within days'], { agg: 'count_distinct', of: 'ip.country', by: key.card, window: '7d' }),
  stolen('orders_card_1h', ['カードの注文数（1時間）', 'Orders of the card in 1 h'], ['短時間に続けて買う', 'Bought again and again within an hour'], { agg: 'count', by: key.card, window: '1h' }),
  stolen('since_last_card', ['カードの前回からの秒数', 'Seconds since the card was last used'], ['前の注文の直後に続く注文', 'An order right after the one before'], { agg: 'since_last', by: key.card, window: 'all' }),
];

export const cardFeatures: readonly CatalogueFeature[] = [...cardTesting, ...stolenCard];
