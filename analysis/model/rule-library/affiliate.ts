import { say, scored, type LibraryRule } from './library-rule.ts';

/** 不正アフィリエイト: orders made for the commission. */
export const affiliate: readonly LibraryRule[] = [
  {
    code: 'AFF_MAIL_DISPOSABLE',
    type: 'affiliate',
    name: say('媒体経由で使い捨てメール', 'Through a medium with a disposable mail address'),
    description: say(
      '媒体経由で、使い捨てメールアドレスの注文です。',
      'Order through a medium with a disposable mail address.',
    ),
    pattern: say(
      '成果報酬のための注文は、連絡を受けるつもりがありません。',
      'Orders made for the commission expect no message.',
    ),
    falsePositives: say(
      '広告から来た、宣伝メールを避けたい人。',
      'People who came by an advertisement and avoid newsletters.',
    ),
    when: 'has(order.media_code) && buyer.email_class == "disposable"',
    fields: ['order.media_code', 'buyer.email_class'],
    result: 'HOLD',
    scores: scored.hold(3000),
    touchpoint: 'event.ec.media_code',
  },
  {
    code: 'AFF_IP_PHONE',
    type: 'affiliate',
    name: say('媒体経由でIP電話', 'Through a medium with an IP phone'),
    description: say(
      '媒体経由で、連絡先がIP電話（050）の注文です。',
      'Order through a medium whose phone is an IP phone (050).',
    ),
    pattern: say(
      '050番号は数を用意しやすく、架空の注文者に使われます。',
      '050 numbers are easy to get in numbers, and serve invented buyers.',
    ),
    falsePositives: say('格安通信の利用者。', 'Users of cheap phone plans.'),
    when: 'has(order.media_code) && buyer.phone_type == "ip"',
    fields: ['order.media_code', 'buyer.phone_type'],
    result: 'REVIEW',
    scores: scored.ng(2000),
    touchpoint: 'event.ec.media_code',
  },
  {
    code: 'AFF_WATCHED_MEDIA',
    type: 'affiliate',
    name: say('注意中の媒体', 'Medium under watch'),
    description: say('注意している媒体からの注文です。', 'Order through a medium under watch.'),
    pattern: say(
      '受取拒否や未入金が集まる媒体を、支払いを止めて確かめる間だけ保留にします。',
      'Holds orders of media with many refusals or unpaid bills while their commissions are checked.',
    ),
    falsePositives: say(
      '同じ媒体の正しい注文。期間を決めて使います。',
      'Good orders of the same medium: use it for a limited time.',
    ),
    adapt: say('媒体コードを、確かめたい媒体のものに置き換えます。', 'Put the codes of the media to be checked.'),
    when: 'order.media_code in ["AF000"]',
    fields: ['order.media_code'],
    result: 'HOLD',
    scores: scored.hold(4000),
    touchpoint: 'event.ec.media_code',
  },
];
