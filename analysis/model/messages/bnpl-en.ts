import type { BnplMessages } from './bnpl.ts';

export const en: BnplMessages = {
  severity: { error: 'error', warning: 'warning', note: 'note' },
  step: {
    invoice: 'invoice',
    due: 'due',
    reminder: 'reminder',
    'stop-credit': 'no further credit',
    assign: 'assigned',
    legal: 'legal steps',
    'write-off': 'written off',
  },
  lint: {
    'registration-needed':
      'Payment may come {days} days after the order (shipping not counted), or in instalments: the 割賦販売法 asks for a registration (comprehensive or individual). Say which one there is, or shorten the term.',
    'outside-regulation':
      'One payment within two months ({days} days at most): outside 信用購入あっせん. The self-rules of the trade apply.',
    'small-possible':
      'With limits up to {amount} yen the lighter registration for small amounts (登録少額包括) is possible.',
    'small-above':
      'The registration for small amounts (登録少額包括) is for limits up to 100,000 yen; one here is {amount} yen.',
    'certified-needed':
      'A model instead of 支払可能見込額 needs certification (認定包括), with checks before and after.',
    'card-without-3ds':
      'Card payments without EMV 3-D Secure: guideline 6.0 asks it of all shops since March 2025, with measures against login fraud and weaknesses.',
    '3ds-selective':
      'EMV 3-D Secure for some orders only is allowed under conditions: name the pattern and its evidence.',
    'collector-unlicensed':
      'A collector who is neither lawyer nor servicer must not collect for others (弁護士法72条). Name a lawyer, or collect yourself.',
    'collector-servicer':
      'Servicers handle 特定金銭債権 only; ordinary trade receivables are not among them. Have it looked at.',
    'negatives-unpublished':
      'Negative data shared between shops (共同利用): items, scope, purpose and who is responsible have to be published (個人情報保護法27条5項3号).',
    'negatives-shared': 'Shared negative data is published: keep items, scope and purpose as they are said there.',
    'bureau-modelled':
      'Receivables of this kind are said not to be reported to credit bureaus: do not rely on their data before this is sure.',
    'minors-consent': 'Minors may buy: say how consent of their guardians is evidenced.',
    'late-interest': 'Late interest of {apr} % a year is above 14.6 % (消費者契約法9条).',
    'late-fees':
      'Fees of {fees} yen within {days} days and late interest together: a bill below {bill} yen bears more than 14.6 % a year (消費者契約法9条). Have it looked at whether the fees are damages.',
    'late-fees-any':
      'Fees of {fees} yen within {days} days come on top of late interest of 14.6 %: every bill bears more than that a year (消費者契約法9条). Have it looked at whether the fees are damages.',
    'final-screen':
      'Tier {tier} sells subscriptions: note what shows that the last screen before the order tells their terms (特商法12条の6).',
    'area-fine':
      'Areas finer than prefectures ({area}) stand for who lives there. Leave them out, or write down the reason under "area": it goes into the client’s specification.',
    'input-protected':
      '{input} tells of age, sex or origin. Leave it out, or write down the reason: it goes into the client’s specification.',
    'input-reasoned': '{input} is used; the reason that is written down goes into the client’s specification.',
    'cap-above': '{value} is above {of} ({cap}): it is never reached.',
    'ladder-past-cap': 'The reminders charge {steps}, the cap is {cap}: the last ones are not charged.',
    'ladder-after-end': 'A reminder on day {days} comes after {of} on day {end}, and is not made.',
    'end-order': 'Day {days} comes after the write-off on day {end}.',
    'credit-goes-on': 'Credit is stopped on day {days}, after the write-off on day {end}.',
    'due-before-statement': 'The due day {due} is not after the closing day {closing} of the same month.',
    'plan-unknown': 'There is no fee plan {plan}.',
    'named-twice': '{name} is there twice.',
    'key-unused': 'A limit is by {key}, which is not among the identity keys.',
    'nobody-reviews': 'A share of OK orders is to be looked at, but nobody is there to look.',
    'unreviewed-both-ways':
      'Orders nobody looked at ship at the cut-off, and are refused when their time is over: which one?',
    'score-order': 'NG below {ng} and OK from {ok} cross.',
    'pack-unfed': 'Rules {model} read what this project’s orders do not have: {fields}.',
    'assumed-order': 'The assumed share of unpaid orders is not in order: low {low}, expected {expected}, high {high}.',
    'holidays-unknown': 'Holidays are known up to {year}.',
    'source-astray': 'A source is given for {path}, which is not there.',
  },
  noAdvice: 'These are reminders of what to look at, and no legal advice.',
  nothing: 'Nothing to say.',
};
