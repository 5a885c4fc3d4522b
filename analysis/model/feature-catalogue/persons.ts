import { entry, key, type CatalogueFeature } from './entry.ts';

const many = entry('many-accounts');
const takeover = entry('takeover');
const history = entry('history');

/** 複数アカウント: one person behind many names. */
// oxfmt-ignore
const manyAccounts: readonly CatalogueFeature[] = [
  many('orders_device_1h', ['端末の注文数（1時間）', 'Orders of the device in 1 h'], ['短時間の連続注文。買い忘れの追加は1～2件', 'Orders in a row; one or two are forgotten things'], { agg: 'count', by: key.device, window: '1h' }),
  many('orders_device_24h', ['端末の注文数（24時間）', 'Orders of the device in 24 h'], ['1台で繰り返し注文する', 'One device orders again and again'], { agg: 'count', by: key.device, window: '24h' }),
  many('members_device_30d', ['端末の会員数（30日）', 'Members of the device in 30 d'], ['1台で会員を作り替える。家族や店頭端末に注意', 'Accounts made anew on one device; families and shop devices do too'], { agg: 'count_distinct', of: 'buyer.id', by: key.device, window: '30d' }),
  many('emails_device_7d', ['端末のメール数（7日）', 'E-mails of the device in 7 d'], ['使い捨てメールを替えながら注文する', 'Throw-away mails, one after another'], { agg: 'count_distinct', of: 'buyer.email_key', by: key.device, window: '7d' }),
  many('names_device_30d', ['端末の氏名数（30日）', 'Buyer names of the device in 30 d'], ['1台で他人になりすます', 'One device plays many persons'], { agg: 'count_distinct', of: 'buyer.name_key', by: key.device, window: '30d' }),
  many('names_phone_30d', ['電話番号の氏名数（30日）', 'Buyer names of the phone in 30 d'], ['1つの電話番号を多くの名前で使う', 'Many names give one phone'], { agg: 'count_distinct', of: 'buyer.name_key', by: key.phone, window: '30d' }),
  many('phones_email_30d', ['メールの電話番号数（30日）', 'Phones of the e-mail in 30 d'], ['電話番号を替え続ける', 'The phone changes all the time'], { agg: 'count_distinct', of: 'buyer.phone_key', by: key.email, window: '30d' }),
  many('emails_phone_30d', ['電話番号のメール数（30日）', 'E-mails of the phone in 30 d'], ['1つの電話番号でアカウントを増やす', 'Accounts multiply behind one phone'], { agg: 'count_distinct', of: 'buyer.email_key', by: key.phone, window: '30d' }),
  many('emails_address_30d', ['配送先のメール数（30日）', 'E-mails of the address in 30 d'], ['1つの住所に多くのアカウントの荷物が届く。寮や会社に注意', 'Parcels of many accounts at one address; dormitories and offices too'], { agg: 'count_distinct', of: 'buyer.email_key', by: key.address, window: '30d' }),
  many('orders_ip_1h', ['IPの注文数（1時間）', 'Orders of the IP address in 1 h'], ['1か所からの大量注文', 'Many orders from one place'], { agg: 'count', by: key.ip, window: '1h' }),
  many('members_ip_24h', ['IPの会員数（24時間）', 'Members of the IP address in 24 h'], ['1か所から会員を次々に使う', 'Account after account from one place'], { agg: 'count_distinct', of: 'buyer.id', by: key.ip, window: '24h' }),
  many('orders_network_24h', ['IPネットワークの注文数（24時間）', 'Orders of the IP network in 24 h'], ['アドレスを変えても同じ /24 から来る', 'Other addresses of the same /24'], { agg: 'count', by: key.network, window: '24h' }),
  many('orders_cookie_1h', ['Cookieの注文数（1時間）', 'Orders of the cookie in 1 h'], ['同じブラウザーで続けて注文する', 'One browser orders in a row'], { agg: 'count', by: key.cookie, window: '1h' }),
];

/** 乗っ取り: the account of somebody else. */
// oxfmt-ignore
const takeovers: readonly CatalogueFeature[] = [
  takeover('login_failed_member_24h', ['会員のログイン失敗（24時間）', 'Failed logins of the member in 24 h'], ['パスワードを試された会員の注文', 'An order after passwords were tried'], { agg: 'count', on: 'login', by: key.member, window: '24h', where: '!event.passed' }),
  takeover('login_failed_ip_1h', ['IPのログイン失敗（1時間）', 'Failed logins of the IP address in 1 h'], ['リスト型攻撃', 'Lists of passwords tried out'], { agg: 'count', on: 'login', by: key.ip, window: '1h', where: '!event.passed' }),
  takeover('login_members_ip_1h', ['IPでログインした会員数（1時間）', 'Members logging in from the IP address in 1 h'], ['1か所から多くの会員に入る', 'Many accounts entered from one place'], { agg: 'count_distinct', of: 'buyer.id', on: 'login', by: key.ip, window: '1h' }),
  takeover('devices_member_30d', ['会員の端末数（30日）', 'Devices of the member in 30 d'], ['見慣れない端末が増える。買い替えは1台', 'Unknown devices appear; a new phone is one'], { agg: 'count_distinct', of: 'device.id', by: key.member, window: '30d' }),
  takeover('ips_member_24h', ['会員のIP数（24時間）', 'IP addresses of the member in 24 h'], ['離れた場所から同時に使われる', 'Used from several places at once'], { agg: 'count_distinct', of: 'ip.address', by: key.member, window: '24h' }),
  takeover('member_device_before', ['会員がこの端末で注文した回数', 'Earlier orders of the member on this device'], ['0 なら初めての端末', '0: a device new to this member'], { agg: 'count', by: [...key.member, ...key.device], window: 'all' }),
  takeover('member_address_before', ['会員がこの配送先に送った回数', 'Earlier orders of the member to this address'], ['0 なら初めての配送先。乗っ取りは送り先を変える', '0: an address new to this member; thieves send elsewhere'], { agg: 'count', by: [...key.member, ...key.address], window: 'all' }),
  takeover('since_last_member', ['会員の前回注文からの秒数', 'Seconds since the member’s last order'], ['長く使われていない会員が急に動く', 'A sleeping account wakes up'], { agg: 'since_last', by: key.member, window: 'all' }),
];

/** 取引履歴: what makes a buyer known, and an order unusual for him. */
// oxfmt-ignore
const histories: readonly CatalogueFeature[] = [
  history('since_first_email', ['メールの初回からの秒数', 'Seconds since the e-mail was first seen'], ['古くから使われているメールは安全寄り。初めてなら値なし', 'A mail known for long is good; none where it is new'], { agg: 'since_first', by: key.email, window: 'all' }),
  history('since_first_device', ['端末の初回からの秒数', 'Seconds since the device was first seen'], ['新しい端末ほど注意', 'The newer the device, the more care'], { agg: 'since_first', by: key.device, window: 'all' }),
  history('since_first_member', ['会員の初回注文からの秒数', 'Seconds since the member’s first order'], ['登録直後の高額注文を見分ける', 'Tells large orders of new members'], { agg: 'since_first', by: key.member, window: 'all' }),
  history('orders_member_all', ['会員のこれまでの注文数', 'Earlier orders of the member'], ['常連は誤って止めない', 'Regulars must not be stopped'], { agg: 'count', by: key.member, window: 'all' }),
  history('orders_email_all', ['メールのこれまでの注文数', 'Earlier orders of the e-mail'], ['会員登録のない店での常連', 'Regulars of a shop without accounts'], { agg: 'count', by: key.email, window: 'all' }),
  history('mean_amount_member', ['会員の平均金額', 'Mean amount of the member'], ['いつもより大きい注文を見分ける', 'Tells orders larger than usual'], { agg: 'avg', of: 'order.amount', by: key.member, window: 'all' }),
  history('max_amount_email', ['メールの最高金額', 'Greatest amount of the e-mail'], ['これまでの最高を超える注文', 'An order above all before'], { agg: 'max', of: 'order.amount', by: key.email, window: 'all' }),
];

export const personFeatures: readonly CatalogueFeature[] = [...manyAccounts, ...takeovers, ...histories];
