import type { Region } from './places.ts';

interface Names {
  first: readonly string[];
  last: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

const INDIA: Names = {
  first: words(`
    Aarav Vivaan Aditya Arjun Reyansh Krishna Ishaan Rohan Kabir Aryan Rahul Amit Rajesh Suresh Vikram Sanjay Anil
    Manoj Karthik Arvind Naveen Harish Imran Faisal Zubair Gurpreet Harjit Debashish Sourav Abhishek Nikhil Siddharth
    Ananya Diya Saanvi Aadhya Ishita Kavya Meera Priya Neha Pooja Sneha Divya Lakshmi Radha Sunita Anjali Shreya Nandini
    Asha Rekha Farah Zoya Ayesha Simran Jaspreet Moumita Sudeshna Tanvi Ritika Swati Deepika Bhavna Gayatri Janaki`),
  last: words(`
    Sharma Verma Gupta Agarwal Mehta Shah Patel Desai Joshi Kulkarni Deshpande Patil Naik Rao Reddy Naidu Iyer Iyengar
    Nair Menon Pillai Krishnan Subramaniam Raman Bose Banerjee Mukherjee Chatterjee Das Ghosh Sen Dutta Mishra Pandey
    Tiwari Yadav Singh Chauhan Rathore Khan Ansari Shaikh Qureshi Gill Sandhu Dhillon Kapoor Malhotra Khanna Chopra
    Bhatia Saxena Srivastava Jain Fernandes DSouza Thomas Mathew Hegde Shetty Gowda Mohanty Barua Bora`),
};

const NAMES: Record<Exclude<Region, 'india'>, Names> = {
  arabia: {
    first: words('Omar Khalid Yusuf Hamad Tariq Bilal Fatima Mariam Layla Noura Salma Huda Rashid Zayed Amina'),
    last: words('Al-Mansoori Al-Hashimi Haddad Nasser Rahman Farouk Saleh Aziz Khoury Suleiman Karimi'),
  },
  english: {
    first: words(`
      James Oliver Jack Harry Noah Liam Emma Olivia Amelia Grace Chloe Sophie Lucy Hannah Ethan Mason Ava Mia Zoë Chloë
      Daniel Samuel Ruby Ella Henry Megan Sean Aoife`),
    last: words(`
      Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Wright Walker White Edwards Hughes Green Lewis Wood
      Clark Murphy O'Brien Campbell Stewart Anderson Mitchell`),
  },
  german: {
    first: words('Jürgen Lukas Felix Jonas Anna Lena Marie Sophie Jörg Käthe Maximilian Paul Clara Emilia Björn'),
    last: words('Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schäfer Köhler Groß Weiß Vogel'),
  },
  spanish: {
    first: words('José María Lucía Sofía Martín Andrés Íñigo Carmen Javier João Luís Beatriz Inês Álvaro Elena'),
    last: words('García Fernández González Rodríguez López Martínez Sánchez Pérez Silva Santos Oliveira Núñez'),
  },
  french: {
    first: words('Léa Chloé Camille Hugo Louis Jules Manon Inès Théo Zoé François Hélène Maxime Élodie'),
    last: words('Martin Bernard Dubois Thomas Robert Durand Lefèvre Moreau Garnier Chevalier Lemaître'),
  },
  chinese: {
    first: words('Wei Jun Mei Ling Hui Xin Jia Kai Yan Li Zhi Min Aisyah Nurul Farhan'),
    last: words('Tan Lim Lee Ng Wong Goh Chua Ong Koh Teo Chen Zhang Rahman'),
  },
};

/** Of people abroad who buy from a shop in India, this share comes from there. */
export const INDIAN_NAMES_ABROAD = 0.45;

export function namesOf(region: Region): Names {
  return region === 'india' ? INDIA : NAMES[region];
}

/** Reserved by RFC 2606, so that nobody ever gets a message by mistake. */
export const MAIL_DOMAINS = [
  'example.com',
  'example.net',
  'example.org',
  'mail.example',
  'inbox.example',
  'post.example',
];

export const STREETS = words(`
  MG_Road Station_Road Park_Street Gandhi_Marg Nehru_Nagar Temple_Road Lake_View_Road Market_Lane Ring_Road Church_Street
  Civil_Lines Residency_Road Hill_Road Linking_Road Mall_Road Garden_Lane`).map((name) => name.replaceAll('_', ' '));

/** A name as it stands in an address for mail: `Zoë O'Brien` becomes `zoe`, `obrien`. */
export function mailForm(name: string): string {
  return name
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/[^a-zA-Z]/g, '')
    .toLowerCase();
}
