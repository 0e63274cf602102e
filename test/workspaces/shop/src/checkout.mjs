import { priceOf } from './orders.mjs';

/** Baskets from the queue. A basket that can't be read is handed back, and the rest of the batch stands. */
export async function handler(event) {
  const failed = [];
  for (const record of event.Records) {
    try {
      const { basketId, items } = JSON.parse(record.body);
      console.log(`basket ${basketId}: ${priceOf(items)} cents`);
    } catch (error) {
      console.error(`message ${record.messageId} can't be read`, error);
      failed.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures: failed };
}
