/** Prices in cents. */
const prices = { espresso: 220, cappuccino: 340, croissant: 280 };

const orders = new Map([
  ['o-1001', { orderId: 'o-1001', items: [{ name: 'espresso', count: 2 }] }],
  ['o-1002', { orderId: 'o-1002', items: [{ name: 'cappuccino', count: 1 }, { name: 'croissant', count: 3 }] }],
]);

export function allOrders() {
  return [...orders.values()];
}

export function findOrder(orderId) {
  return orders.get(orderId);
}

export function priceOf(items) {
  return items.reduce((sum, { name, count }) => sum + (prices[name] ?? 0) * count, 0);
}
