import type { CanonicalName } from './columns.ts';

/**
 * Header spellings of each canonical column as seen in carts and payment files, `|` between them; compared after NFKC,
 * lower case and removal of spaces and `_-.`.
 */
const spellings: Readonly<Record<CanonicalName, string>> = {
  event_id:
    '注文番号|注文id|受注番号|受注id|伝票番号|加盟店取引id|加盟店注文番号|申込番号|orderid|orderno|ordernumber|eventid|transactionid|transnum|name#|マーチャント取引id|購入id',
  ordered_at:
    '注文日時|注文日|受注日時|受注日|購入日時|購入日|取引登録日|取引日時|注文確定日時|申込日時|orderdate|orderedat|ordertime|orderdatetime|createdat|buydatetime|purchasedat|datetime|timestamp|transdatetranstime|unixtime',
  amount:
    '合計金額|請求金額|決済金額|お支払い合計|支払合計|合計|総合計|注文金額|受注金額|金額|amount|amt|total|ordertotal|totalprice|totalamount|grandtotal',
  currency: '通貨|通貨コード|currency|currencycode',
  payment_method:
    '支払方法名称|支払方法|支払い方法|お支払い方法|支払方法名|支払い方法名|支払種別|支払い種別|決済種別|決済方法|決済方法名|決済手段|paymentmethod|payment|settlemethod',
  settle_status:
    '決済ステータス|決済状況|入金ステータス|入金状況|支払状況|支払ステータス|取引状態|settlestatus|settlementstatus|paymentstatus|financialstatus',
  card_bin:
    'カードbin|bin|bincode|cardbin|binコード|カード番号|カード番号(先頭6桁)|カード番号(上6桁)|カード上6桁|cardnumber|ccnum|creditcardnumber',
  card_last4:
    'カード番号(下4桁)|カード番号下4桁|カード番号(下四桁)|カード番号(末尾4桁)|カード番号末尾4桁|カード下4桁|下4桁|下四桁|末尾4桁|last4|lastfour|cardlast4|cardlastfour|last4digits|cardlast4digits|creditcardlast4|cardnumberlast4',
  card_token: 'cardtoken|カードトークン|cardhash|cardfingerprint',
  member_id: '会員id|会員番号|顧客id|顧客番号|顧客コード|memberid|customerid|userid|buyerid|customerno',
  email:
    'メールアドレス|メール|email|e-mail|mail|mailaddress|emailaddress|注文者メールアドレス|注文者メール|buyeremail',
  phone: '電話番号|電話|tel|phone|phonenumber|注文者電話番号|注文者電話|注文者tel|billingphone|buyerphone|携帯電話番号',
  buyer_name:
    '氏名|お名前|名前|注文者|注文者名|注文者氏名|購入者名|購入者氏名|申込者氏名|顧客名|会員氏名|customername|buyername|billingname|fullname',
  buyer_kana:
    'フリガナ|ふりがな|氏名カナ|氏名(カナ)|お名前(カナ)|注文者カナ|注文者フリガナ|注文者名カナ|注文者氏名カナ|注文者氏名(カナ)|注文者氏名フリガナ|購入者カナ|購入者フリガナ|購入者氏名カナ|会員氏名カナ|namekana|kana|buyerkana',
  buyer_zip:
    '郵便番号|〒|注文者郵便番号|注文者住所郵便番号|購入者郵便番号|zip|zipcode|postalcode|postcode|billingzip|billingpostcode|buyerzip',
  buyer_pref:
    '都道府県名称|都道府県|住所1|注文者都道府県|注文者住所都道府県|購入者都道府県|prefecture|pref|state|billingstate|billingprovince|buyerpref',
  buyer_city: '市区町村|住所2|注文者市区町村|注文者住所市区町村|購入者市区町村|city|billingcity|buyercity',
  buyer_address:
    '住所|番地|住所3|町域番地|注文者住所|注文者番地|注文者住所町以降|購入者住所|address|address1|street|billingaddress1|buyeraddress',
  delivery_name:
    '配送先氏名|送付先氏名|お届け先氏名|お届け先名|届け先氏名|配送先名|shippingname|deliveryname|recipient|recipientname',
  delivery_kana:
    '配送先フリガナ|配送先カナ|配送先氏名カナ|送付先フリガナ|お届け先フリガナ|送付先カナ|送付先氏名カナ|お届け先カナ|お届け先氏名カナ|deliverykana|shippingkana',
  delivery_phone: '配送先電話番号|送付先電話番号|お届け先電話番号|shippingphone|deliveryphone|deliverytel',
  delivery_zip: '配送先郵便番号|送付先郵便番号|お届け先郵便番号|shippingzip|shippingpostcode|deliveryzip',
  delivery_pref:
    '配送先都道府県名称|配送先都道府県|送付先都道府県|送付先住所都道府県|お届け先都道府県|配送先住所1|shippingstate|shippingprovince|deliverypref',
  delivery_city:
    '配送先市区町村|送付先市区町村|送付先住所市区町村|お届け先市区町村|配送先住所2|shippingcity|deliverycity',
  delivery_address:
    '配送先住所|配送先番地|送付先住所|送付先住所町以降|お届け先住所|配送先住所3|shippingaddress1|deliveryaddress',
  ip_address: 'ipアドレス|ip|ipaddress|clientip|remoteip|browserip|customerip|customeripaddress',
  cookie_id: 'cookieid|cookie|クッキー|クッキーid|sessionid',
  device_id: '端末id|デバイスid|deviceid|device|devicefingerprint|fingerprint',
  user_agent: 'ユーザーエージェント|useragent|ua|閲覧環境',
  items_summary: '商品|商品名|購入商品|商品内容|明細|items|itemname|lineitemname|product|products|itemssummary',
  item_quantity: '商品点数|点数|数量|個数|商品数|quantity|qty|itemquantity|lineitemquantity',
  media_code: '媒体コード|媒体|広告コード|流入元|mediacode|media|channel|source|utmsource|affiliateid',
  order_kind: '注文種別|受注種別|購入区分|定期区分|注文区分|orderkind|ordertype',
  auth_result: 'オーソリ結果|与信結果|オーソリ|承認結果|authresult|authorizationresult|authorisationresult|authstatus',
  decline_code: 'エラーコード|与信エラーコード|オーソリエラーコード|否認コード|declinecode|errorcode|responsecode',
  transaction_id:
    '取引id|決済id|決済番号|決済取引id|決済取引番号|取引番号|取引コード|決済トランザクションid|トランザクションid|オーダーid|オーダー番号|決済オーダーid|pspid|psptransactionid|psptransactionno|transactionid|transactionno|transactionnumber|paymentid|paymentreference|paymentintent|chargeid|accessid|gatewaytransactionid|settlementid',
  approval_number:
    '承認番号|承認no|承認コード|カード承認番号|オーソリ番号|オーソリ承認番号|与信承認番号|与信番号|approvalnumber|approvalno|approvalcode|authcode|authnumber|authno|authorizationcode|authorisationcode|authorizationnumber|authorisationnumber',
  threeds_status:
    '3ds結果|3dsステータス|本人認証結果|3dセキュア結果|transstatus|3dsstatus|threedsstatus|3dsecurestatus',
  threeds_flow: '3dsフロー|認証フロー|3dsflow|threedsflow|本人認証フロー',
  threeds_eci: 'eci|eci値|threedseci|3dseci',
  threeds_cavv: 'cavv|cavv有無|認証値|認証トークン|aav|ucaf|threedscavv|3dscavv|authenticationvalue',
  shipped_at: '出荷日時|出荷日|発送日|発送日時|shippedat|shipdate|shippeddate|fulfilledat',
  recorded_result:
    '自動審査結果|審査結果|当時の審査結果|利用照会結果|aaresult|aaresultresult|screeningresult|recordedresult|recordeddecision',
  recorded_manual_result: '目視審査結果|目視結果|人手審査結果|maresult|maresultresult|manualresult|reviewresult',
  recorded_rules: '該当ルール|該当ルールコード|firedrules|ruleshit|recordedrules',
};

/** The known header spellings of a canonical column. */
export function columnSynonyms(name: CanonicalName): readonly string[] {
  return spellings[name].split('|');
}
