import { dayOf, momentOf, type Period } from '../calendar.ts';
import { inventCard } from '../checkout.ts';
import { inventCustomer, placeOrder } from '../customers.ts';
import { inventDevice, inventIp } from '../network.ts';
import { inventPerson } from '../person.ts';
import type { Random } from '../random.ts';
import type { Draft } from '../shop.ts';
import { scriptedAgents } from '../tables/agents.ts';
import { testedBins } from '../tables/cards.ts';
import { itemsOf } from '../tables/items.ts';

/** クレジットマスター: within an hour or two, many numbers of one BIN on the cheapest items; nearly all are declined. */
export function cardTesting(group: string, size: number, period: Period, rng: Random, index: number): Draft[] {
  const bin = testedBins[index % testedBins.length] ?? rng.pick(testedBins);
  const scripted = inventDevice(rng, scriptedAgents[index % scriptedAgents.length]);
  const ips = [inventIp(rng, 'proxy'), inventIp(rng, 'proxy'), inventIp(rng, 'proxy')];
  let at = momentOf(dayOf(period, rng), rng, 'deep-night');
  return Array.from({ length: size }, () => {
    at += rng.int(15, 150) * 1000;
    const person = inventPerson(rng, undefined, rng.chance(0.6) ? 'disposable' : 'ordinary');
    const tester = inventCustomer(rng, period, {
      person,
      method: '02',
      memberId: null,
      memberSince: null,
      mediaCode: 'WEB',
      card: inventCard(rng, bin),
    });
    return placeOrder(
      tester,
      {
        at,
        basket: [{ item: rng.pick(itemsOf('sample')), quantity: 1 }],
        payer: 'tester',
        ip: rng.pick(ips),
        device: rng.chance(0.62) ? scripted : tester.device,
        pattern: 'card-testing',
        group,
      },
      rng,
    );
  });
}
