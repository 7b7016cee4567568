import { WeightedChoice } from '../dataset/random.ts';

interface Place {
  city: string;
  state: string | null;
  country: string;
  postalCode: string;
}

function india(city: string, state: string, postalCode: string): Place {
  return { city, state, country: 'India', postalCode };
}

const PLACES: { place: Place; weight: number }[] = [
  { weight: 20, place: india('Pune', 'Maharashtra', '411001') },
  { weight: 18, place: india('Mumbai', 'Maharashtra', '400001') },
  { weight: 6, place: india('Nagpur', 'Maharashtra', '440001') },
  { weight: 12, place: india('Delhi', 'Delhi', '110001') },
  { weight: 12, place: india('Bengaluru', 'Karnataka', '560001') },
  { weight: 4, place: india('Mysuru', 'Karnataka', '570001') },
  { weight: 7, place: india('Chennai', 'Tamil Nadu', '600001') },
  { weight: 6, place: india('Hyderabad', 'Telangana', '500001') },
  { weight: 5, place: india('Ahmedabad', 'Gujarat', '380001') },
  { weight: 5, place: india('Jaipur', 'Rajasthan', '302001') },
  { weight: 5, place: india('Kolkata', 'West Bengal', '700001') },
  { weight: 6, place: { city: 'London', state: null, country: 'United Kingdom', postalCode: 'SW1A 1AA' } },
  { weight: 4, place: { city: 'Paris', state: null, country: 'France', postalCode: '75001' } },
  { weight: 4, place: { city: 'Dubai', state: null, country: 'United Arab Emirates', postalCode: '00000' } },
];

const CHOICE = new WeightedChoice(PLACES, ({ weight }) => weight);

export const CITIES = { pick: (random: Parameters<typeof CHOICE.pick>[0]): Place => CHOICE.pick(random).place };

export const FIRST_NAMES = [
  'Aarav',
  'Aditi',
  'Anita',
  'Arjun',
  'Deepa',
  'Farhan',
  'Kavya',
  'Meera',
  'Nikhil',
  'Priya',
  'Rahul',
  'Sanjay',
  'Sunita',
  'Vikram',
  'Zara',
];
export const LAST_NAMES = [
  'Deshpande',
  'Gupta',
  'Iyer',
  'Joshi',
  'Khan',
  'Kulkarni',
  'Mehta',
  'Nair',
  'Patel',
  'Rao',
  'Reddy',
  'Sharma',
  'Singh',
];
export const EMAIL_DOMAINS = [
  'gmail.com',
  'gmail.com',
  'gmail.com',
  'yahoo.in',
  'outlook.com',
  'rediffmail.com',
  'infosys.com',
];

/** "gold" is a plan as well: who says only that has not said which. */
export const TAGS = [
  { tag: 'VIP', share: 0.16 },
  { tag: 'wholesale', share: 0.12 },
  { tag: 'tea lover', share: 0.18 },
  { tag: 'corporate', share: 0.1 },
  { tag: 'complained', share: 0.09 },
  { tag: 'gold', share: 0.06 },
];

export const PLANS = ['basic', 'basic', 'silver', 'gold', 'platinum'];

function product(sku: string, name: string, category: string | null) {
  return { sku, name, category };
}

export const PRODUCTS = [
  product('TEA-01', 'Masala Chai', 'Tea'),
  product('TEA-02', 'Darjeeling First Flush', 'Tea'),
  product('TEA-03', 'Kashmiri Kahwa', 'Tea'),
  product('COF-01', 'Filter Coffee', 'Coffee'),
  product('COF-02', 'Cold Brew', 'Coffee'),
  product('WARE-01', 'Clay Kettle', 'Teaware'),
  product('WARE-02', 'Steel Tumbler', 'Teaware'),
  product('SNK-01', 'Almond Cookies', 'Snacks'),
  product('SNK-02', 'Ragi Biscuits', 'Snacks'),
  product('GFT-01', 'Festive Hamper', 'Gifts'),
  product('SAMPLE', 'Sample Pack', null),
];

export const CAMPAIGNS = [
  { id: '0198f3a0-0000-7000-8000-0000000000c1', name: 'Diwali Sale', daysAgo: 22 },
  { id: '0198f3a0-0000-7000-8000-0000000000c2', name: 'Monsoon Offer', daysAgo: 130 },
  { id: '0198f3a0-0000-7000-8000-0000000000c3', name: 'Winter Launch', daysAgo: 7 },
  { id: '0198f3a0-0000-7000-8000-0000000000c4', name: 'Republic Day', daysAgo: 306 },
] as const;

/** Both static. */
export const SEGMENTS = [
  { id: '0198f3a0-0000-7000-8000-0000000000a1', name: 'Pune Regulars', share: 0.15 },
  { id: '0198f3a0-0000-7000-8000-0000000000a2', name: 'Tasting Panel', share: 0.2 },
] as const;
