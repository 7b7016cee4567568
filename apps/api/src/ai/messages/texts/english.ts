import type { LanguageTexts } from './language-texts.ts';

export const ENGLISH: LanguageTexts = {
  locale: 'en-GB',
  greetings: {
    friendly: 'Hi {firstName|there},',
    professional: 'Dear {name|customer},',
    playful: 'Hey {firstName|there},',
    urgent: 'Hello {firstName|there},',
    grateful: 'Dear {firstName|friend},',
  },
  openings: {
    friendly: null,
    professional: null,
    playful: 'This only takes half a minute.',
    urgent: 'This is short, and worth reading now.',
    grateful: 'First of all: thank you for being with us.',
  },
  closings: {
    friendly: 'Warmly,',
    professional: 'Kind regards,',
    playful: 'See you soon,',
    urgent: 'Talk to you soon,',
    grateful: 'With thanks,',
  },
  sentences: {
    percentOff: 'You get [value] off.',
    upTo: 'You get up to [value] off.',
    amountOff: 'You get [value] off.',
    code: 'Your code is [value].',
    until: 'It is valid until [value].',
    on: 'The date to note: [value].',
    freeShipping: 'Shipping is free.',
    someOffer: 'Our current offer is waiting for you.',
    product: 'This time it is all about [value].',
    minimum: 'It applies to orders above [value].',
    weekend: 'This is for the weekend.',
    matter: 'It is about [value].',
  },
  bodies: {
    winBack: [
      {
        email:
          'It has been a while, and we noticed. It is nicer here when you drop in.\n\nCome and have a look around whenever it suits you. We would love to see you again.',
        phone: 'It has been a while, and we miss you. Drop in again whenever it suits you.',
      },
      {
        email:
          'We have not heard from you lately and wondered whether we did something wrong, or whether life was simply full.\n\nIf there is anything that we could do better, just reply to this message: a person reads it. And if you feel like coming back, the door is open.',
        phone: 'We have not seen you lately. Is there anything we could do better? We would be glad to have you back.',
      },
    ],
    welcome: [
      {
        email:
          'Welcome! We are glad that you found us.\n\nThere is nothing that you have to do now. Look around, take your time, and make yourself at home.',
        phone: 'Welcome! We are glad that you found us. Take your time and make yourself at home.',
      },
      {
        email:
          'It is good to have you with us. A first visit can be a lot at once, so here is the short version: begin with whatever caught your eye, and ask us about the rest.\n\nJust reply to this message and one of us will answer you.',
        phone: 'Good to have you with us. Begin with whatever caught your eye, and ask us about anything else.',
      },
    ],
    thanks: [
      {
        email:
          'We wanted to say thank you: for your trust, for coming back, and for every kind word on the way.\n\nIt means more to us than we usually say.',
        phone: 'A heartfelt thank-you for your trust and for coming back to us.',
      },
      {
        email:
          'People like you are the reason why we open in the morning. Because you keep choosing us, we can do our work the way we think it should be done.\n\nWe do not take that for granted, and wanted you to know.',
        phone: 'You keep choosing us, and we do not take that for granted. We wanted you to know.',
      },
    ],
    arrivals: [
      {
        email:
          'Something new has arrived, and we did not want you to hear it from somebody else.\n\nHave a look when you have a moment. We are curious what you will say.',
        phone: 'Something new has arrived. Have a look when you have a moment: we are curious what you will say.',
      },
      {
        email:
          'When we unpacked what just came in, we thought of you. It is the kind of thing that one has to see for oneself, so we will not describe it at length.\n\nTake a look, and tell us whether we were right.',
        phone: 'When we unpacked what just came in, we thought of you. Take a look and tell us whether we were right.',
      },
    ],
    offer: [
      {
        email: 'There is an offer for you, and we wanted you to hear about it from us.',
        phone: 'There is an offer for you.',
      },
      {
        email:
          'Perhaps there is something that you have had your eye on for a while. If so, this may be a good moment: we have an offer that fits.',
        phone: 'Had your eye on something for a while? This may be a good moment: we have an offer.',
      },
    ],
    birthday: [
      {
        email:
          'Happy birthday! May the year ahead bring you good health, good company and a few surprises of the pleasant kind.\n\nAll of us are thinking of you.',
        phone: 'Happy birthday! May the year ahead bring you good company and pleasant surprises.',
      },
      {
        email:
          'Today is your day, and we did not want it to pass without a word from us. Have a lovely celebration, a large slice of cake, and time for the people you love.\n\nWe raise a glass to you.',
        phone: 'It is your day: have a lovely celebration and a large slice of cake. We raise a glass to you.',
      },
    ],
    feedback: [
      {
        email:
          'May we ask you something? How were we, the last time you were with us?\n\nOne sentence is plenty. Just reply to this message: it helps us more than you may think.',
        phone: 'May we ask: how were we, the last time you were with us? One sentence is plenty.',
      },
      {
        email:
          'We would like to become better at what we do, and nobody sees us as clearly as our customers.\n\nWhat should we keep, and what should we change? We read every answer ourselves.',
        phone: 'We would like to get better. What should we keep, what should we change? We read every answer.',
      },
    ],
    event: [
      {
        email:
          'We would like to invite you: come and spend some time with us, meet the people behind our name, and bring somebody along if you like.\n\nLet us know by a short reply whether you can make it.',
        phone: 'You are invited: come and spend some time with us. Let us know whether you can make it.',
      },
      {
        email:
          'Picture this: familiar faces, good conversation, and things to see that do not fit into a message. That is what we are preparing for you.\n\nIt would not be the same without you. Will you be there?',
        phone: 'Familiar faces, good conversation, much to see: we are preparing something. Will you be there?',
      },
    ],
    refill: [
      {
        email:
          'A small reminder from us: it may be time to stock up again.\n\nOrdering again takes a minute, and we are here if you have a question.',
        phone: 'A small reminder: it may be time to stock up again. Ordering again takes a minute.',
      },
      {
        email:
          'Good habits deserve to go on without a break. If yours is about to run low, now is an easy time to see to it.\n\nYou know where to find us, and we know what you like.',
        phone: 'Good habits deserve to go on. If yours is about to run low, you know where to find us.',
      },
    ],
    cart: [
      {
        email:
          'You had picked something, and then life got in the way. No hurry: you can go on exactly where you stopped.\n\nIf it was not right after all, that is fine too.',
        phone: 'You had picked something, and then life got in the way. You can go on exactly where you stopped.',
      },
      {
        email:
          'We saw that you looked at something without deciding. Was there anything unclear, about the size, the use or the way it gets to you?\n\nReply to this message and we will answer in plain words.',
        phone: 'You looked at something without deciding. Is anything unclear? Ask us, we answer in plain words.',
      },
    ],
    festival: [
      {
        email:
          '[wish] to you and everybody dear to you!\n\nMay these days be bright, your table full, and your home full of laughter. All of us are sending you our warmest greetings.',
        phone: '[wish] to you and everybody dear to you! May these days be bright and full of laughter.',
      },
      {
        email:
          'These are days for the people we love, so we will keep this short. [wish]!\n\nThank you for letting us be a small part of your year. Enjoy every moment of it.',
        phone: '[wish]! Thank you for letting us be a small part of your year. Enjoy every moment.',
      },
    ],
    news: [
      {
        email:
          'We have some news, and wanted you to hear it from us.\n\nIf you have any questions, simply reply to this message.',
        phone: 'We have some news, and wanted you to hear it from us. Ask us if you have any questions.',
      },
      {
        email:
          'Before it makes the rounds, we would like to tell you ourselves: something is changing here.\n\nCome by and see, or ask us. We are happy to tell you more.',
        phone: 'We would like to tell you ourselves: something is changing here. Come by and see, or ask us.',
      },
    ],
    apology: [
      {
        email:
          'We are sorry. Something did not go the way it should have, and that is on us.\n\nThank you for your patience. If there is anything that we still have to put right for you, simply reply to this message: a person reads it.',
        phone:
          'We are sorry: something did not go the way it should have, and that is on us. Tell us if there is anything left to put right.',
      },
      {
        email:
          'We owe you an apology. You rely on us, and this time we did not live up to that.\n\nPlease tell us if it caused you any trouble. We will answer you personally and do what we can to help.',
        phone:
          'We owe you an apology. You rely on us, and this time we did not live up to that. Please tell us if it caused you any trouble.',
      },
    ],
    notice: [
      {
        email:
          'We are writing to let you know about something that may concern you.\n\nIf you have any questions, simply reply to this message. We will answer you personally.',
        phone: 'We are writing about something that may concern you. If you have any questions, please ask us.',
      },
      {
        email:
          'There is something that we would like you to hear from us directly, clearly and without many words.\n\nPlease get in touch with us if anything is unclear.',
        phone:
          'There is something that we would like you to hear from us directly. Please get in touch if anything is unclear.',
      },
    ],
    restock: [
      {
        email:
          'Something that was gone for a while is here again, and we wanted you to know.\n\nHave a look when it suits you.',
        phone: 'Something that was gone for a while is here again. Have a look when it suits you.',
      },
      {
        email:
          'Perhaps you looked for it and did not find it. It is back on our shelves now.\n\nIf you have any questions about it, simply reply to this message.',
        phone: 'Perhaps you looked for it and did not find it. It is back on our shelves now: come and see.',
      },
    ],
    referral: [
      {
        email:
          'You know what we do, and you know people who might like it too. If somebody comes to mind, tell them about us.\n\nA word from a friend says more than any message of ours.',
        phone: 'You know us, and you know people who might like us too. If somebody comes to mind, tell them about us.',
      },
      {
        email:
          'Some things are nicer shared. Perhaps there is somebody whom you would like to bring along: a friend, a neighbour, a colleague.\n\nWe would be glad to welcome them.',
        phone:
          'Some things are nicer shared. Bring along a friend, a neighbour, a colleague: we would be glad to welcome them.',
      },
    ],
    hello: [
      {
        email:
          'We were thinking of you and wanted to say hello.\n\nCome by when it suits you, and if there is anything that we can do for you, simply reply to this message.',
        phone: 'We were thinking of you and wanted to say hello. Come by when it suits you.',
      },
      {
        email:
          'Just a few lines, so that you know: our door is open for you.\n\nIs there something that you would like to ask or tell us? We are glad of every answer, and a person reads it.',
        phone: 'Our door is open for you. Is there something that you would like to ask? We are glad to answer.',
      },
    ],
  },
};
