import { allOrders, findOrder, priceOf } from './orders.mjs';

/** GET /orders/{orderId} and POST /orders, as an HTTP API sends them. */
export async function handler(event, context) {
  const method = event.requestContext?.http?.method ?? 'GET';
  console.log(JSON.stringify({ level: 'INFO', message: 'request', method, path: event.rawPath, requestId: context.awsRequestId }));

  if (method === 'POST') return createOrder(JSON.parse(event.body ?? '{}'));

  const orderId = event.pathParameters?.orderId;
  if (orderId === undefined) return answer(200, { orders: allOrders() });
  const order = findOrder(orderId);
  if (!order) {
    console.warn(`order ${orderId} is unknown`);
    return answer(404, { message: `There is no order ${orderId}.` });
  }
  return answer(200, { ...order, total: priceOf(order.items) });
}

function createOrder({ items = [] }) {
  if (items.length === 0) return answer(400, { message: 'An order needs at least one item.' });
  return answer(201, { orderId: 'o-1003', items, total: priceOf(items) });
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
