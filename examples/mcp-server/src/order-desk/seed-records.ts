/** The demo's customers and products: invented people at reserved domains (RFC 2606), prices in minor units. */

export interface SeedCustomer {
  readonly name: string;
  readonly company: string | null;
  readonly email: string;
  readonly country: string;
  readonly currency: string;
}

export interface SeedProduct {
  readonly sku: string;
  readonly name: string;
  /** Minor units of the euro; the seed converts it. */
  readonly price: number;
}

/** Minor units of each currency for one minor unit of the euro, and the step to which prices are rounded. */
export const currencies: Readonly<Record<string, { rate: number; step: number }>> = {
  EUR: { rate: 1, step: 1 },
  USD: { rate: 1.1, step: 10 },
  GBP: { rate: 0.86, step: 10 },
  CZK: { rate: 25, step: 100 },
  JPY: { rate: 1.7, step: 10 },
};

const people: ReadonlyArray<readonly [name: string, email: string, place: string, company?: string]> = [
  ['Ada Brandt', 'ada.brandt@example.com', 'DE EUR'],
  ['Zoë Lefèvre', 'zoe@lefevre.example', 'FR EUR', 'Atelier Lefèvre'],
  ['Tomáš Novák', 'tomas.novak@example.org', 'CZ CZK'],
  ['Priya Raman', 'priya@harbourlane.example', 'GB GBP', 'Harbour Lane Coffee'],
  ['Marcus Hill', 'marcus.hill@example.com', 'US USD'],
  ['Yuki Tanaka', 'yuki@hoshino.example', 'JP JPY', 'Hoshino Books'],
  ['Sofia Marino', 'sofia.marino@example.net', 'IT EUR'],
  ['Liam O’Connor', 'liam@corrib.example', 'IE EUR', 'Corrib Outdoor'],
  ['Hana Dvořáková', 'hana@kavarnavlna.example', 'CZ CZK', 'Kavárna Vlna'],
  ['Grace Okafor', 'grace.okafor@example.com', 'GB GBP'],
  ['Daniel Weiss', 'd.weiss@example.org', 'AT EUR'],
  ['Emily Carter', 'emily@pinecreek.example', 'US USD', 'Pine Creek Studio'],
  ['Mateo García', 'mateo.garcia@example.com', 'ES EUR'],
  ['Ingrid Solberg', 'ingrid@fjordhus.example', 'NO EUR', 'Fjordhus Interior'],
  ['Noah Bennett', 'noah.bennett@example.net', 'US USD'],
  ['Camille Dubois', 'camille.dubois@example.com', 'BE EUR'],
  ['Oskar Lindqvist', 'oskar@lindqvist.example', 'SE EUR', 'Lindqvist & Son'],
  ['Aiko Mori', 'aiko.mori@example.net', 'JP JPY'],
  ['Jakub Kowalski', 'jakub.kowalski@example.org', 'PL EUR'],
  ['Charlotte Evans', 'charlotte@ninearches.example', 'GB GBP', 'Nine Arches Hotel'],
  ['Petr Svoboda', 'petr.svoboda@example.org', 'CZ CZK'],
  ['Isabella Rossi', 'isabella@bottegarossi.example', 'IT EUR', 'Bottega Rossi'],
  ['Ethan Brooks', 'ethan.brooks@example.com', 'US USD'],
  ['Marta Ferreira', 'marta.ferreira@example.net', 'PT EUR'],
  ['Finn Andersen', 'finn@nyhavnkontor.example', 'DK EUR', 'Nyhavn Kontor'],
];

export const customers: readonly SeedCustomer[] = people.map(([name, email, place, company = null]) => {
  const [country = '', currency = ''] = place.split(' ');
  return { name, email, country, currency, company };
});

const product = (sku: string, name: string, price: number): SeedProduct => ({ sku, name, price });

export const products: readonly SeedProduct[] = [
  product('LMP-ARC-01', 'Arc desk lamp, brass', 8900),
  product('LMP-PEN-02', 'Pendant lamp, smoked glass', 14900),
  product('CHR-OAK-01', 'Oak dining chair', 18900),
  product('CHR-LNG-02', 'Lounge chair, wool', 64900),
  product('TBL-SID-01', 'Side table, walnut', 22900),
  product('SHF-WAL-03', 'Wall shelf, 90 cm', 7900),
  product('MUG-STN-04', 'Stoneware mug, set of four', 4200),
  product('PLT-STN-06', 'Stoneware plate, set of six', 7800),
  product('KET-STL-01', 'Pour-over kettle, steel', 6900),
  product('GRN-HND-01', 'Hand grinder', 11900),
  product('BLK-WOL-01', 'Wool blanket, grey', 9900),
  product('RUG-JUT-02', 'Jute rug, 140 × 200 cm', 15900),
  product('PLN-POT-03', 'Plant pot, terracotta', 2400),
  product('CLK-WAL-01', 'Wall clock, birch', 5900),
  product('NTB-LIN-05', 'Linen notebook, pack of five', 2900),
  product('CSH-LIN-02', 'Linen cushion', 3400),
];

export const seedNotes: readonly string[] = [
  'Customer asked for delivery after 17:00.',
  'Left with the neighbour at number 14; customer confirmed by phone.',
  'One item arrived with a scratch; customer sent a photo.',
  'Invoice must show the VAT number; sent again on request.',
  'Gift wrapping requested, no prices in the parcel.',
];
