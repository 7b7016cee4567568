export type Region = 'india' | 'arabia' | 'english' | 'german' | 'spanish' | 'french' | 'chinese';

export interface Place {
  city: string;
  state: string;
  country: string;
  region: Region;
  /** `#` stands for a digit. */
  postalCode: string;
  phone: string;
  /** How many customers live there, as against the other places. */
  weight: number;
}

type Row = [city: string, state: string, postalCode: string, weight: number];

const india: Row[] = [
  ['Mumbai', 'Maharashtra', '4000##', 200],
  ['Pune', 'Maharashtra', '4110##', 95],
  ['Nagpur', 'Maharashtra', '4400##', 28],
  ['Nashik', 'Maharashtra', '4220##', 18],
  ['New Delhi', 'Delhi', '1100##', 170],
  ['Bengaluru', 'Karnataka', '5600##', 180],
  ['Mysuru', 'Karnataka', '5700##', 20],
  ['Mangaluru', 'Karnataka', '5750##', 12],
  ['Hyderabad', 'Telangana', '5000##', 120],
  ['Warangal', 'Telangana', '5060##', 8],
  ['Chennai', 'Tamil Nadu', '6000##', 110],
  ['Coimbatore', 'Tamil Nadu', '6410##', 26],
  ['Madurai', 'Tamil Nadu', '6250##', 14],
  ['Kolkata', 'West Bengal', '7000##', 90],
  ['Siliguri', 'West Bengal', '7340##', 8],
  ['Ahmedabad', 'Gujarat', '3800##', 70],
  ['Surat', 'Gujarat', '3950##', 44],
  ['Vadodara', 'Gujarat', '3900##', 22],
  ['Jaipur', 'Rajasthan', '3020##', 42],
  ['Udaipur', 'Rajasthan', '3130##', 10],
  ['Lucknow', 'Uttar Pradesh', '2260##', 38],
  ['Noida', 'Uttar Pradesh', '2013##', 36],
  ['Varanasi', 'Uttar Pradesh', '2210##', 14],
  ['Kanpur', 'Uttar Pradesh', '2080##', 18],
  ['Gurugram', 'Haryana', '1220##', 48],
  ['Chandigarh', 'Chandigarh', '1600##', 22],
  ['Ludhiana', 'Punjab', '1410##', 16],
  ['Amritsar', 'Punjab', '1430##', 11],
  ['Kochi', 'Kerala', '6820##', 34],
  ['Thiruvananthapuram', 'Kerala', '6950##', 22],
  ['Kozhikode', 'Kerala', '6730##', 12],
  ['Bhopal', 'Madhya Pradesh', '4620##', 18],
  ['Indore', 'Madhya Pradesh', '4520##', 26],
  ['Patna', 'Bihar', '8000##', 18],
  ['Ranchi', 'Jharkhand', '8340##', 11],
  ['Bhubaneswar', 'Odisha', '7510##', 16],
  ['Guwahati', 'Assam', '7810##', 12],
  ['Visakhapatnam', 'Andhra Pradesh', '5300##', 20],
  ['Vijayawada', 'Andhra Pradesh', '5200##', 13],
  ['Panaji', 'Goa', '4030##', 8],
  ['Dehradun', 'Uttarakhand', '2480##', 10],
  ['Raipur', 'Chhattisgarh', '4920##', 9],
];

const elsewhere: Place[] = [
  place('Dubai', 'Dubai', 'United Arab Emirates', 'arabia', '', '+971 5# ### ####', 70),
  place('Abu Dhabi', 'Abu Dhabi', 'United Arab Emirates', 'arabia', '', '+971 5# ### ####', 28),
  place('Singapore', 'Singapore', 'Singapore', 'chinese', '######', '+65 8### ####', 55),
  place('London', 'England', 'United Kingdom', 'english', 'E1# #BT', '+44 7700 900###', 52),
  place('Manchester', 'England', 'United Kingdom', 'english', 'M1 #AE', '+44 7700 900###', 14),
  place('Edinburgh', 'Scotland', 'United Kingdom', 'english', 'EH1 #NG', '+44 7700 900###', 8),
  place('New York', 'New York', 'United States', 'english', '100##', '+1 212 555 01##', 46),
  place('San Francisco', 'California', 'United States', 'english', '941##', '+1 415 555 01##', 34),
  place('Austin', 'Texas', 'United States', 'english', '787##', '+1 512 555 01##', 20),
  place('Chicago', 'Illinois', 'United States', 'english', '606##', '+1 312 555 01##', 18),
  place('Toronto', 'Ontario', 'Canada', 'english', 'M5V #T#', '+1 416 555 01##', 26),
  place('Vancouver', 'British Columbia', 'Canada', 'english', 'V6B #A#', '+1 604 555 01##', 12),
  place('Sydney', 'New South Wales', 'Australia', 'english', '20##', '+61 491 57# ###', 24),
  place('Melbourne', 'Victoria', 'Australia', 'english', '30##', '+61 491 57# ###', 18),
  place('Berlin', 'Berlin', 'Germany', 'german', '101##', '+49 1556 #######', 16),
  place('München', 'Bayern', 'Germany', 'german', '803##', '+49 1556 #######', 13),
  place('Zürich', 'Zürich', 'Switzerland', 'german', '80##', '+41 78 ### ## ##', 8),
  place('Madrid', 'Comunidad de Madrid', 'Spain', 'spanish', '280##', '+34 6## ### ###', 10),
  place('São Paulo', 'São Paulo', 'Brazil', 'spanish', '01###-###', '+55 11 9####-####', 9),
  place('Paris', 'Île-de-France', 'France', 'french', '750##', '+33 6 39 98 ## ##', 14),
];

function place(
  city: string,
  state: string,
  country: string,
  region: Region,
  postalCode: string,
  phone: string,
  weight: number,
): Place {
  return { city, state, country, region, postalCode, phone, weight };
}

/** Where the customers of a shop in India live: mostly there, and wherever its people went. */
export const PLACES: readonly Place[] = [
  ...india.map(([city, state, postalCode, weight]) =>
    place(city, state, 'India', 'india', postalCode, '+91 9#### #####', weight),
  ),
  ...elsewhere,
];

const LANGUAGES: Record<string, string> = {
  Maharashtra: 'mr',
  Karnataka: 'kn',
  'Tamil Nadu': 'ta',
  Kerala: 'ml',
  'West Bengal': 'bn',
  Telangana: 'te',
  'Andhra Pradesh': 'te',
  Gujarat: 'gu',
  Punjab: 'pa',
  Odisha: 'or',
  Assam: 'as',
};

/** What most people of an Indian state speak besides English. */
export function languageOf(state: string): string {
  return LANGUAGES[state] ?? 'hi';
}
