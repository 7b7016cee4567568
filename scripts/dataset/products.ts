export interface Product {
  sku: string;
  name: string;
  category: string;
  /** Of one piece, in minor units. */
  priceInMinorUnits: number;
}

type Row = [name: string, price: number];

const RANGE: Record<string, [prefix: string, rows: Row[]]> = {
  Tea: [
    'TEA',
    [
      ['Assam Breakfast Tea 250 g', 245],
      ['Darjeeling First Flush 100 g', 625.5],
      ['Masala Chai 500 g', 349],
      ['Nilgiri Green Tea 100 g', 289.75],
      ['Kashmiri Kahwa 80 g', 415],
      ['Tulsi Ginger Infusion 25 bags', 189.5],
      ['Lemongrass Tea 50 g', 165],
    ],
  ],
  Coffee: [
    'COF',
    [
      ['Coorg Filter Coffee 500 g', 465],
      ['Chikmagalur Arabica Beans 250 g', 520.5],
      ['Araku Valley Single Estate 200 g', 695],
      ['Monsooned Malabar 250 g', 575],
      ['Chicory Blend 200 g', 199],
      ['Brass Coffee Filter', 1249],
      ['Davara and Tumbler Set', 549],
    ],
  ],
  Spices: [
    'SPI',
    [
      ['Turmeric Powder 200 g', 92.5],
      ['Kashmiri Chilli Powder 200 g', 178],
      ['Green Cardamom 50 g', 329.25],
      ['Malabar Black Pepper 100 g', 214.75],
      ['Kashmiri Saffron 1 g', 449],
      ['Garam Masala 100 g', 134.5],
      ['Whole Cumin 200 g', 148],
      ['Spice Box, Sheesham Wood', 1895],
    ],
  ],
  Sweets: [
    'SWE',
    [
      ['Kaju Katli 500 g', 649],
      ['Mysore Pak 400 g', 379.5],
      ['Motichoor Laddu 12 pieces', 425],
      ['Soan Papdi 500 g', 225],
      ['Dry Fruit Box 750 g', 1349],
      ['Diwali Gift Hamper', 2499],
    ],
  ],
  Clothing: [
    'CLO',
    [
      ['Cotton Kurta, Indigo', 1199],
      ['Chanderi Saree', 4850],
      ['Banarasi Silk Saree', 11999],
      ['Block Print Dupatta', 749.5],
      ['Khadi Shirt', 1349],
      ['Pashmina Shawl', 8750],
      ['Kolhapuri Sandals', 1099],
      ['Linen Trousers', 1699],
    ],
  ],
  Home: [
    'HOM',
    [
      ['Jaipuri Quilt, Single', 2299],
      ['Dhurrie Rug 120 x 180 cm', 3450],
      ['Brass Diya, Pair', 389],
      ['Terracotta Planter', 449.75],
      ['Block Print Bed Sheet', 1599],
      ['Copper Water Bottle 1 l', 899],
      ['Sandalwood Incense 100 sticks', 175],
      ['Blue Pottery Vase', 1245.5],
    ],
  ],
  Care: [
    'CAR',
    [
      ['Neem Soap 3 x 125 g', 159],
      ['Coconut Hair Oil 200 ml', 212.5],
      ['Sandalwood Face Pack 100 g', 265],
      ['Rose Water 200 ml', 145.25],
      ['Kumkumadi Oil 30 ml', 899],
      ['Ubtan Powder 150 g', 239],
    ],
  ],
};

/** A shop's range in about the order of how often a thing is sold: the cheap and daily first. */
export const PRODUCTS: readonly Product[] = Object.entries(RANGE)
  .flatMap(([category, [prefix, rows]]) =>
    rows.map(([name, price], index) => ({
      sku: `${prefix}-${String(index + 1).padStart(3, '0')}`,
      name,
      category,
      priceInMinorUnits: Math.round(price * 100),
    })),
  )
  .sort((a, b) => a.priceInMinorUnits - b.priceInMinorUnits);
