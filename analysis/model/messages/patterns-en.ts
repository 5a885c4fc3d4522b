import type { PatternMessages } from './patterns.ts';

export const en: PatternMessages = {
  finders: {
    'stolen-cards': {
      name: 'Stolen cards in bursts',
      method:
        'One device with at least {cards} different cards under at least {names} names within {hours} hours. Only card orders of at least the amount that {largeShare} of them stay at or under.',
      alike: 'Devices in shops and call centres where staff key orders in.',
      rule: 'Asks for the amount and for other cards on the device before. The first orders of a run pass: nothing was known then.',
    },
    'card-testing': {
      name: 'Card testing',
      method:
        'At least {cards} different cards of one BIN within {hours} hour, at least {times} times what the BIN usually has, on amounts that {smallShare} of all card orders stay at or under. Where authorisation results are loaded, at least {declined} of them declined.',
      alike: 'A sale of cheap goods to holders of one issuer: few of those are declined.',
      rule: 'Asks for small amounts and other cards of the BIN before. A rule knows nothing of declines that come later.',
    },
    forwarding: {
      name: 'Forwarding places and hotels',
      method:
        'One locker, room or counter of a delivery address with a word for such a place ({words}) that receives for at least {names} names.',
      alike: 'Residents abroad and travellers: one name at each locker or room.',
      rule: 'Asks for the words and for other names at the same locker or room before. Places without such a word, as vacant flats, need a list of them.',
    },
    'account-takeover': {
      name: 'Account takeover',
      method:
        'A member with at least {earlier} orders older than {days} day orders from a device and to an address never used until then, not to the own address, for at least {times} times the median of the own earlier amounts.',
      alike: 'A present for somebody, bought on a new phone.',
      rule: "Asks the same, with the member's average in the place of the median: features know no median.",
    },
    'first-offer-resale': {
      name: 'Resale of first-time offers',
      method:
        'First-time offers (order kind with {words}) under at least {names} names to one address within {days} days, with at least {perDevice} names for each device.',
      alike: 'Dormitories, offices and flats with one address: everybody has a device of their own.',
      rule: 'Asks for first-time offers with other names at the address before. How few devices there are is not asked.',
    },
    'pay-later-ring': {
      name: 'Pay-later rings',
      method:
        'Pay-later orders of at least {names} names to one building within {days} days, at least {times} times all that the building usually has. Only orders of at least the amount that {largeShare} of all pay-later orders stay at or under.',
      alike: 'Dormitories and towers: many names, spread over the year and over amounts.',
      rule: 'Asks for the way to pay, the amount and other names at the building before. Whether it is more than usual is not asked.',
    },
    'affiliate-abuse': {
      name: 'Affiliate and sample abuse',
      method:
        'At least {mails} mail addresses that differ by their digits only, by one medium within {days} days, at least {times} times what the share of the medium explains, and not by chance (binomial test, adjusted by Benjamini and Yekutieli, at most {q}).',
      alike: 'Common surnames with digits at large providers: they come by every medium.',
      rule: 'Asks for the medium and the amount. The numbering of mail addresses cannot be asked in a rule, so it also hits the good buyers of the medium: look at them first.',
    },
    'device-farm': {
      name: 'Devices of many persons',
      method:
        'One device with at least {names} names that live at {homes} or more addresses, over the whole time. Households have one address.',
      alike: 'Devices in shops, call centres and schools.',
      rule: 'Asks for other names and addresses on the device before.',
    },
    'velocity-burst': {
      name: 'Velocity bursts',
      method:
        'One IP address with at least {names} names within {hours} hour, more than its orders would come to by chance if they were spread over the time, a window {peak} times as long allowed for busy hours (scan statistic, adjusted by Benjamini and Yekutieli, at most {q}).',
      alike: 'Offices and schools at the start of a sale, exits of mobile carriers.',
      rule: 'Asks for other names at the IP address within the hour before. Whether that is usual there is not asked.',
    },
    'name-reading': {
      name: 'Names whose kana do not fit',
      method: 'One delivery address that receives for at least {names} names whose kana are no reading of their kanji.',
      alike: 'Rare readings and names of foreigners: one name at each address.',
      rule: 'Asks for a name whose kana do not fit, wherever it is sent.',
    },
    'ip-abroad': {
      name: 'Networks abroad',
      method:
        'One network outside Japan with at least {names} names whose own address is in Japan. The country is looked up in tables of one day.',
      alike: 'Travellers, and companies whose traffic leaves abroad.',
      rule: 'Asks for an IP address abroad and an own address in Japan.',
    },
    'listed-shared': {
      name: 'Shared hits of negative lists',
      method:
        'A value (member, mail address, phone number, address, card, device, cookie or IP address) that stood on a negative list when it was ordered with, in orders of at least {names} names. What was added later, or taken off before, does not count.',
      alike: 'Families and blocks of flats where an address is listed, offices where an IP address is.',
      rule: 'Asks whether the value is on the list. That several names share it is not asked.',
    },
    'language-zone': {
      name: 'Language and time zone that do not fit',
      method:
        'Browsers set to one language other than {languages} and one time zone other than {zones}, for addresses in Japan, with at least {names} names within {days} days.',
      alike: 'Foreigners in Japan: their time zone is Japan’s. Travellers abroad: their language is Japanese.',
      rule: 'Asks for such a language and time zone and an own address in Japan. How many names share them is not asked.',
    },
  },
  limits: {
    hours: 'Hours',
    days: 'Days',
    cards: 'Cards',
    names: 'Names',
    homes: 'Buyer addresses',
    mails: 'Mail addresses',
    earlier: 'Earlier orders',
    perDevice: 'Names per device',
    smallShare: 'Amounts up to the lowest (%)',
    largeShare: 'Amounts from (% from below)',
    declined: 'Declined, at least (%)',
    times: 'Times the usual',
    peak: 'Longer window for busy hours (times)',
    q: 'Chance, at most',
    words: 'Words',
    languages: 'Languages that fit (beginnings)',
    zones: 'Time zones that fit',
  },
  lacks: {
    'negative-list':
      'a negative list with entries of members, mail addresses, phone numbers, addresses, cards, devices or IP addresses (Data → Lists)',
    'browser-language':
      'two columns of your own kept at import, known at screening: the browser’s language (header such as browser_language) and its time zone (timezone)',
  },
  facts: {
    names: 'Names',
    cards: 'Cards',
    devices: 'Devices',
    homes: 'Buyer addresses',
    addresses: 'Delivery addresses',
    rooms: 'Rooms',
    mails: 'Mail addresses',
    phones: 'Phone numbers',
    ips: 'IP addresses',
    declined: 'Declined',
    within: 'Most within the window',
    expected: 'Usual there',
    times: 'Times the usual',
    usualAmount: 'Own median before',
    earlier: 'Earlier orders',
    units: 'Units',
    q: 'Chance (adjusted)',
  },
};
