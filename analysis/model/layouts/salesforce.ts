import type { Layout } from './layout.ts';

const address = 'customer.billing-address';
const shipments = 'shipments.shipment[]';
/** Of the first shipment; an order goes to several where it has several. */
const shipment = 'shipments.shipment[0]';
const payment = 'payments.payment[]';
const lines = 'product-lineitems.product-lineitem';
const line = `${lines}[]`;

export const salesforce: readonly Layout[] = [
  {
    id: 'salesforce-b2c-orders',
    name: { ja: 'Salesforce B2C Commerce（注文の XML）', en: 'Salesforce B2C Commerce (orders, XML)' },
    source:
      'github.com SalesforceCommerceCloud/b2c-developer-tooling, packages/b2c-tooling-sdk/data/xsd/order.xsd at 4dab826c',
    read: '2026-11-29',
    signature: ['@order-no', 'order-date', 'totals.order-total.gross-price', 'customer.customer-email'],
    columns: {
      event_id: '@order-no',
      ordered_at: 'order-date',
      amount: 'totals.order-total.gross-price',
      currency: 'currency',
      payment_method: `${payment}.custom-method.method-name ?? ${payment}.processor-id`,
      transaction_id: `${payment}.transaction-id`,
      member_id: 'customer.customer-no',
      email: 'customer.customer-email',
      phone: `${address}.phone`,
      buyer_name: `${address}.last-name + ${address}.first-name ?? customer.customer-name`,
      buyer_zip: `${address}.postal-code`,
      buyer_pref: `${address}.state-code`,
      buyer_city: `${address}.city`,
      buyer_address: `${address}.address1 + ${address}.address2`,
      delivery_name: `${shipment}.shipping-address.last-name + ${shipment}.shipping-address.first-name`,
      delivery_phone: `${shipment}.shipping-address.phone`,
      delivery_zip: `${shipment}.shipping-address.postal-code`,
      delivery_pref: `${shipment}.shipping-address.state-code`,
      delivery_city: `${shipment}.shipping-address.city`,
      delivery_address: `${shipment}.shipping-address.address1 + ${shipment}.shipping-address.address2`,
      ip_address: 'remoteHost',
      items_summary: `${line}.product-name`,
      item_quantity: `${line}.quantity`,
      media_code: 'channel-type',
    },
    // `base-price` is that of one piece, `gross-price` that of the line with tax.
    lines: {
      list: lines,
      columns: {
        sku: 'product-id',
        name: 'product-name',
        unit_price: 'base-price',
        quantity: 'quantity',
        amount: 'gross-price',
      },
    },
    later: [
      'status.order-status',
      'status.shipping-status',
      'status.confirmation-status',
      'status.payment-status',
      'status.export-status',
      'cancel-code',
      'cancel-description',
      `${shipments}.status.shipping-status`,
      `${shipments}.tracking-number`,
      'replacement-order-no',
      'notes.note',
    ],
    drop: [`${payment}.credit-card.card-token`, `${payment}.credit-card.card-holder`, `${payment}.ek-id`],
  },
];
