// In place of @types/node: the sample needs no installation.
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

interface ScheduledEvent {
  /** ISO 8601. */
  readonly time: string;
}

interface Sale {
  readonly product: string;
  readonly cents: number;
}

const sales: readonly Sale[] = [
  { product: 'espresso', cents: 440 },
  { product: 'croissant', cents: 840 },
  { product: 'cappuccino', cents: 340 },
];

export const handler = async (event: ScheduledEvent) => {
  const day = event.time.slice(0, 10);
  const total = sales.reduce((sum, { cents }) => sum + cents, 0);
  const best = bestSeller(sales);
  console.log(`${process.env['SHOP_NAME']}: ${sales.length} sales on ${day}`);
  return { day, total, best: best.product };
};

function bestSeller(all: readonly Sale[]): Sale {
  return all.reduce((best, sale) => (sale.cents > best.cents ? sale : best));
}
