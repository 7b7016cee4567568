import type { MessageLanguage } from '@herald/shared';

interface Occasion {
  /** As a label: `diwali`. */
  name: string;
  names: RegExp;
  wish: Readonly<Record<MessageLanguage, string>>;
}

const OCCASIONS: readonly Occasion[] = [
  {
    name: 'diwali',
    names: /diwali|deepavali|दिवाली|दीपावली|दीवाली/iu,
    wish: {
      en: 'Happy Diwali',
      hi: 'दीपावली की हार्दिक शुभकामनाएँ',
      es: 'Feliz Diwali',
      fr: 'Joyeux Diwali',
      de: 'Ein frohes Diwali-Fest',
    },
  },
  {
    name: 'holi',
    names: /\bholi\b|होली/iu,
    wish: {
      en: 'Happy Holi',
      hi: 'होली की रंगभरी शुभकामनाएँ',
      es: 'Feliz Holi',
      fr: 'Joyeuse fête de Holi',
      de: 'Ein frohes Holi-Fest',
    },
  },
  {
    name: 'eid',
    names: /\beid\b|ईद|ramadan|ramzan/iu,
    wish: { en: 'Eid Mubarak', hi: 'ईद मुबारक', es: 'Feliz Eid', fr: 'Aïd Moubarak', de: 'Ein gesegnetes Eid-Fest' },
  },
  {
    name: 'raksha bandhan',
    names: /raksha ?bandhan|\brakhi\b|रक्षा ?बंधन|राखी/iu,
    wish: {
      en: 'Happy Raksha Bandhan',
      hi: 'रक्षाबंधन की शुभकामनाएँ',
      es: 'Feliz Raksha Bandhan',
      fr: 'Joyeux Raksha Bandhan',
      de: 'Ein frohes Raksha-Bandhan-Fest',
    },
  },
  {
    name: 'navratri',
    names: /navratri|durga puja|dussehra|नवरात्रि|दशहरा|दुर्गा पूजा/iu,
    wish: {
      en: 'Happy Navratri',
      hi: 'नवरात्रि की शुभकामनाएँ',
      es: 'Feliz Navratri',
      fr: 'Joyeuse fête de Navratri',
      de: 'Ein frohes Navratri-Fest',
    },
  },
  {
    name: 'onam',
    names: /\bonam\b|ओणम/iu,
    wish: { en: 'Happy Onam', hi: 'ओणम की शुभकामनाएँ', es: 'Feliz Onam', fr: 'Joyeux Onam', de: 'Ein frohes Onam-Fest' },
  },
  {
    name: 'pongal',
    names: /pongal|sankranti|lohri|पोंगल|संक्रांति|लोहड़ी/iu,
    wish: {
      en: 'Happy harvest festival',
      hi: 'फ़सल के त्योहार की शुभकामनाएँ',
      es: 'Feliz fiesta de la cosecha',
      fr: 'Joyeuse fête des moissons',
      de: 'Ein frohes Erntefest',
    },
  },
  {
    name: 'christmas',
    names: /christmas|xmas|navidad|no[eë]l|weihnacht\w*|क्रिसमस/iu,
    wish: {
      en: 'Merry Christmas',
      hi: 'क्रिसमस की शुभकामनाएँ',
      es: 'Feliz Navidad',
      fr: 'Joyeux Noël',
      de: 'Frohe Weihnachten',
    },
  },
  {
    name: 'new year',
    names: /new year|a[nñ]o nuevo|nouvel an|neujahr|neues jahr|नया साल|नव ?वर्ष/iu,
    wish: {
      en: 'Happy New Year',
      hi: 'नव वर्ष की शुभकामनाएँ',
      es: 'Feliz año nuevo',
      fr: 'Bonne année',
      de: 'Ein gutes neues Jahr',
    },
  },
  {
    name: 'easter',
    names: /easter|pascua|p[aâ]ques|ostern|ईस्टर/iu,
    wish: {
      en: 'Happy Easter',
      hi: 'ईस्टर की शुभकामनाएँ',
      es: 'Felices Pascuas',
      fr: 'Joyeuses Pâques',
      de: 'Frohe Ostern',
    },
  },
  {
    name: 'mother’s day',
    names: /mother.?s day|d[ií]a de la madre|f[eê]te des m[eè]res|muttertag|मदर्स डे|मातृ दिवस/iu,
    wish: {
      en: 'Happy Mother’s Day',
      hi: 'मातृ दिवस की शुभकामनाएँ',
      es: 'Feliz Día de la Madre',
      fr: 'Bonne fête des Mères',
      de: 'Alles Gute zum Muttertag',
    },
  },
  {
    name: 'independence day',
    names: /independence day|स्वतंत्रता दिवस/iu,
    wish: {
      en: 'Happy Independence Day',
      hi: 'स्वतंत्रता दिवस की शुभकामनाएँ',
      es: 'Feliz Día de la Independencia',
      fr: 'Bonne fête de l’Indépendance',
      de: 'Alles Gute zum Unabhängigkeitstag',
    },
  },
  {
    name: 'republic day',
    names: /republic day|गणतंत्र दिवस/iu,
    wish: {
      en: 'Happy Republic Day',
      hi: 'गणतंत्र दिवस की शुभकामनाएँ',
      es: 'Feliz Día de la República',
      fr: 'Bonne fête de la République',
      de: 'Alles Gute zum Tag der Republik',
    },
  },
  {
    name: 'thanksgiving',
    names: /thanksgiving|acci[oó]n de gracias|erntedank/iu,
    wish: {
      en: 'Happy Thanksgiving',
      hi: 'थैंक्सगिविंग की शुभकामनाएँ',
      es: 'Feliz Acción de Gracias',
      fr: 'Joyeux Thanksgiving',
      de: 'Ein schönes Erntedankfest',
    },
  },
];

const ANY_OCCASION: Occasion['wish'] = {
  en: 'Warm wishes for the season',
  hi: 'त्योहार की हार्दिक शुभकामनाएँ',
  es: 'Felices fiestas',
  fr: 'Joyeuses fêtes',
  de: 'Frohe Festtage',
};

/** The feast that a text names, if it names one. */
export function occasionIn(text: string): Occasion | undefined {
  return OCCASIONS.find(({ names }) => names.test(text));
}

export function wishOf(occasion: Occasion | undefined, language: MessageLanguage): string {
  return (occasion?.wish ?? ANY_OCCASION)[language];
}
